import { Configs, type KubernetesObject } from 'kpt-functions';
import { expect, test } from 'vitest';
import type { KrmObject } from './item.ts';
import { createItemConfigs } from './item-configs.ts';
import { renderFunction } from './render-function.ts';

const STACK_SET = {
  apiVersion: 'zalando.org/v1',
  kind: 'StackSet',
  metadata: { name: 'shop' },
  spec: {
    stackTemplate: {
      spec: { version: 'v1', podTemplate: { spec: { containers: [{ name: 'shop', image: 'shop', ports: [{ containerPort: 80 }] }] } } },
    },
  },
};

test('is a function of the SDK that works on the SDK’s own Configs', async () => {
  const configs = new Configs([STACK_SET as KubernetesObject]);
  await renderFunction(configs);
  expect(configs.getResults()).toEqual([]);
  expect(configs.getAll().map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'Stack', 'StackSet']);
});

test('leaves Configs as they are where a result is an error, and says so in the specification’s words', async () => {
  const configs = new Configs([{ ...STACK_SET, spec: {} } as KubernetesObject]);
  await renderFunction(configs);
  expect(configs.getAll()).toEqual([{ ...STACK_SET, spec: {} }]);
  expect(configs.getResults()).toMatchObject([{ severity: 'error', resourceRef: { name: 'shop' }, field: { path: 'spec.stackTemplate' } }]);
});

test('says how it is used', () => expect(renderFunction.usage).toContain('functionConfig'));

test('item configs keep what the SDK’s own drop: the order, and objects of one name in two folders', () => {
  const item = (folder: string, name: string): KrmObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, annotations: { 'config.kubernetes.io/path': `${folder}/a.yaml` } },
  });
  const items = [item('b', 'z'), item('a', 'z'), item('a', 'y'), { apiVersion: 'v1', kind: 'List' }, { apiVersion: 'v1', kind: 'List' }];
  const configs = createItemConfigs({ Configs }, items, undefined, new Map());
  expect(configs.getAll()).toEqual(items);
  const replacement = { ...item('b', 'z'), data: {} };
  configs.insert(replacement as unknown as KubernetesObject);
  configs.delete(items[1] as unknown as KubernetesObject);
  expect(configs.getAll()).toEqual([replacement, ...items.slice(2)]);
  expect(configs.toResourceList().items).toEqual(configs.getAll());
});
