import { readFileSync } from 'node:fs';

/**
 * Loaded into a program before its own code (`node --import`): its wall clock is off by the milliseconds in the file that
 * STACKSET_E2E_CLOCK names, read anew each time, so that a test can let it jump. Timers go on as they do after a real jump.
 */
const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(process.env.STACKSET_E2E_CLOCK, 'utf8'));

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
