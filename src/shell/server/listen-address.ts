/** Where a server listens. Without a host: on every address of the machine, IPv6 and IPv4. */
export interface ListenAddress {
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
}

const ADDRESS = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/;
const HIGHEST_PORT = 65_535;

/** From `:8080`, `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`; throws on anything else. */
export function parseListenAddress(text: string): ListenAddress {
  const [, v6, name, digits] = ADDRESS.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > HIGHEST_PORT) throw new Error(`"${text}" is no address to listen on: write :8080 or 127.0.0.1:8080`);
  const host = v6 ?? name;
  return { port, ...(host === undefined || host === '' ? {} : { host }) };
}
