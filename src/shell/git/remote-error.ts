import type { Refusal } from './repository.ts';

/** The server was not reached, or said no. `message` names what was tried and why it failed, without credentials. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.refusal = refusal;
  }
}
