import { expect, test } from 'vitest';
import { stackHosts } from './hosts.ts';

const DOMAINS = ['example.org', 'a.example'];

test.each([
  ['a host below a domain', ['shop.example.org'], DOMAINS, ['shop-v1.example.org']],
  ['a host that is a domain', ['example.org'], DOMAINS, ['shop-v1.example.org']],
  ['a host outside', ['shop.example.com'], DOMAINS, []],
  ['a domain in the middle of a host', ['shop.example.org.evil.com'], DOMAINS, []],
  ['a host that only ends like a domain, as in the original', ['myexample.org'], DOMAINS, ['shop-v1.example.org']],
  ['a host in upper case', ['shop.EXAMPLE.org'], DOMAINS, []],
  ['hosts below several domains, sorted', ['shop.example.org', 'shop.a.example'], DOMAINS, ['shop-v1.a.example', 'shop-v1.example.org']],
  ['several hosts below one domain', ['shop.example.org', 'www.example.org'], DOMAINS, ['shop-v1.example.org']],
  ['a domain below another', ['shop.a.example.org'], ['example.org', 'a.example.org'], ['shop-v1.a.example.org', 'shop-v1.example.org']],
  ['a domain named twice', ['shop.example.org'], ['example.org', 'example.org'], ['shop-v1.example.org']],
  ['a wildcard', ['*.example.org'], DOMAINS, ['shop-v1.example.org']],
  ['no hosts', [], DOMAINS, []],
  ['no domains', ['shop.example.org'], [], []],
])('%s', (_what, hosts, domains, expected) => {
  expect(stackHosts('shop-v1', hosts, domains)).toEqual(expected);
});
