import { expect, test } from 'vitest';
import { templatePath } from './template-problem.ts';

test.each([
  [
    ['spec', 'autoscaler', 'metrics', 0, 'average'],
    ['spec', 'stackTemplate', 'spec', 'autoscaler', 'metrics', 0, 'average'],
  ],
  [
    ['spec', 'ingress', 'backendPort'],
    ['spec', 'ingress', 'backendPort'],
  ],
  [
    ['spec', 'routegroup', 'hosts', 1],
    ['spec', 'routegroup', 'hosts', 1],
  ],
  [
    ['spec', 'externalIngress', 'backendPort'],
    ['spec', 'externalIngress', 'backendPort'],
  ],
  [
    ['metadata', 'name'],
    ['metadata', 'name'],
  ],
  [['spec'], ['spec']],
  [[], []],
])('%j of a Stack is %j of its StackSet', (path, expected) => {
  expect(templatePath(path)).toEqual(expected);
});
