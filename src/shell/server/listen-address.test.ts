import { describe, expect, it } from 'vitest';
import { parseListenAddress } from './listen-address.ts';

describe('parseListenAddress', () => {
  it.for([
    [':8080', { port: 8080 }],
    [':0', { port: 0 }],
    ['127.0.0.1:9090', { host: '127.0.0.1', port: 9090 }],
    ['localhost:1', { host: 'localhost', port: 1 }],
    ['[::1]:8080', { host: '::1', port: 8080 }],
  ] as const)('%s', ([text, expected]) => expect(parseListenAddress(text)).toEqual(expected));

  it.for(['', '8080', 'localhost', ':', ':65536', ':-1', '::1:8080', '[::1', 'a b:1', 'http://x:1'])('refuses "%s"', (text) => {
    expect(() => parseListenAddress(text)).toThrow('is no address to listen on');
  });
});
