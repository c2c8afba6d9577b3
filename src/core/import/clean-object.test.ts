import { expect, test } from 'vitest';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { cleanObject } from './clean-object.ts';

test('what a cluster adds is gone, and what a person wrote is there', () => {
  const live = {
    apiVersion: 'zalando.org/v1',
    kind: 'StackSet',
    metadata: {
      name: 'shop',
      namespace: 'web',
      uid: '1',
      resourceVersion: '2',
      generation: 3,
      creationTimestamp: '2026-03-01T12:00:00Z',
      managedFields: [{ manager: 'kubectl' }],
      finalizers: ['a'],
      ownerReferences: [],
      labels: { application: 'shop' },
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'example.org/team': 'a' },
    },
    spec: { stackTemplate: { metadata: { creationTimestamp: null, annotations: {} }, list: [null, { a: null }] }, count: 0, text: '' },
    status: { stacks: 1 },
  } as unknown as KubernetesObject;
  expect(cleanObject(live)).toEqual({
    apiVersion: 'zalando.org/v1',
    kind: 'StackSet',
    metadata: { name: 'shop', namespace: 'web', labels: { application: 'shop' }, annotations: { 'example.org/team': 'a' } },
    spec: { stackTemplate: { metadata: { annotations: {} }, list: [null, {}] }, count: 0, text: '' },
  });
});

test('an object without anything else gets no empty fields', () => {
  expect(cleanObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: {}, annotations: {} } })).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
  });
});
