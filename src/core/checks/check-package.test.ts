import { expect, test } from 'vitest';
import { DEFAULT_RENDER_CONFIG } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { checkPackage } from './check-package.ts';

const member = (name: string, output: string, ...stackNames: readonly string[]) => ({
  stackSet: { apiVersion: 'zalando.org/v1', kind: 'StackSet', metadata: { name }, spec: {} } as unknown as StackSet,
  output,
  stackNames,
  config: DEFAULT_RENDER_CONFIG,
});

test('the same StackSet in two output folders is a copy for another cluster', () => {
  expect(checkPackage([member('shop', 'eu/stacks', 'shop-v1'), member('shop', 'us/stacks', 'shop-v1')])).toEqual([]);
});

test('another namespace has names of its own', () => {
  const shop = member('shop', 'stacks', 'shop-v1');
  const elsewhere = { ...shop, stackSet: { ...shop.stackSet, metadata: { name: 'shop', namespace: 'test' } } };
  expect(checkPackage([shop, elsewhere])).toEqual([]);
  expect(checkPackage([elsewhere, elsewhere])).toMatchObject([
    { index: 1, problem: { message: expect.stringContaining('in the namespace test') } },
  ]);
});

test('each problem is said of the later member, and only once for a pair', () => {
  const found = checkPackage([
    member('shop', 'stacks', 'shop-a-b', 'shop-a-c'),
    member('web', 'stacks', 'web-v1'),
    member('shop', 'stacks', 'shop-a-b'),
    member('shop-a', 'stacks', 'shop-a-b', 'shop-a-c'),
  ]);
  expect(found.map(({ index, problem }) => [index, problem.reason, problem.message.split(' ').slice(0, 3).join(' ')])).toEqual([
    [2, 'StackSetRepeated', 'there is another'],
    [3, 'StackNameTaken', 'the stack shop-a-b'],
    [3, 'StackNameTaken', 'the stack shop-a-c'],
  ]);
});
