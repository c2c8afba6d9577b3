import { describe, expect, test } from 'vitest';
import { liveShape } from './live-shape.ts';

describe('a live object in the shape of the planned one', () => {
  test.each([
    ['leaves out what the API server adds', { spec: { a: 1 } }, { spec: { a: 1, default: 2 }, status: {} }, { spec: { a: 1 } }],
    ['shows other values', { spec: { a: 1 } }, { spec: { a: 2 } }, { spec: { a: 2 } }],
    ['shows what is missing', { spec: { a: 1, b: 2 } }, { spec: { a: 1 } }, { spec: { a: 1 } }],
    ['takes empty values for missing ones', { a: {}, b: [], c: '', d: null }, {}, { a: {}, b: [], c: '', d: null }],
    ['takes no number for a missing one', { a: 0, b: 1 }, { b: 1 }, { b: 1 }],
    ['spells equal quantities alike', { requests: { cpu: 1 } }, { requests: { cpu: '1000m' } }, { requests: { cpu: 1 } }],
    ['shows other quantities', { requests: { cpu: 1 } }, { requests: { cpu: '2' } }, { requests: { cpu: '2' } }],
    ['compares text elsewhere', { env: { value: '1000m' } }, { env: { value: '1' } }, { env: { value: '1' } }],
    [
      'matches list items by name',
      { ports: [{ name: 'b' }, { name: 'a', port: 1 }] },
      { ports: [{ name: 'a', port: 1, protocol: 'TCP' }, { name: 'b' }] },
      { ports: [{ name: 'b' }, { name: 'a', port: 1 }] },
    ],
    [
      'shows list items that are to go',
      { ports: [{ name: 'a' }] },
      { ports: [{ name: 'a' }, { name: 'b' }] },
      { ports: [{ name: 'a' }, { name: 'b' }] },
    ],
    ['matches other list items by place', { args: ['a', 'b'] }, { args: ['b', 'a', 'c'] }, { args: ['b', 'a', 'c'] }],
    ['keeps another type', { a: { b: 1 } }, { a: [1] }, { a: [1] }],
    [
      "shows this project's annotations that are to go, and nobody else's",
      { metadata: { annotations: { a: '1' } } },
      { metadata: { annotations: { a: '1', 'deployment.kubernetes.io/revision': '3', 'argocd.argoproj.io/sync-options': 'Prune=false' } } },
      { metadata: { annotations: { a: '1', 'argocd.argoproj.io/sync-options': 'Prune=false' } } },
    ],
    [
      "leaves annotations out where none is this project's",
      { metadata: { name: 'a', annotations: { a: '1' } } },
      { metadata: { name: 'a', annotations: { 'deployment.kubernetes.io/revision': '3' } } },
      { metadata: { name: 'a' } },
    ],
  ] as readonly (readonly [string, unknown, unknown, unknown])[])('%s', (_rule, wanted, live, expected) => {
    expect(liveShape(wanted, live)).toEqual(expected);
  });
});
