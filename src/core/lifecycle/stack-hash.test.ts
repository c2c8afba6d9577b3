import { expect, test } from 'vitest';
import { stackHash } from './stack-hash.ts';

const SPEC = { replicas: 2, podTemplate: { spec: { containers: [{ name: 'web', image: 'example.org/shop:1' }] } } };

test('a hash is the first 16 hex digits of the SHA-256 of the canonical JSON, which repositories hold', () => {
  expect(stackHash(SPEC)).toBe('a243c88ef1cafb23');
});

test.each([
  ['another value', { ...SPEC, replicas: 3 }],
  ['another field', { ...SPEC, minReadySeconds: 0 }],
  ['another order of a list', { ...SPEC, podTemplate: { spec: { containers: [{ name: 'a' }, ...SPEC.podTemplate.spec.containers] } } }],
])('%s is another hash', (_what, spec) => {
  expect(stackHash(spec)).not.toBe(stackHash(SPEC));
});
