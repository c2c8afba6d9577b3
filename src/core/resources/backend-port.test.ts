import { describe, expect, test } from 'vitest';
import { backendPortOf, backendPortsDiffer } from './backend-port.ts';
import { servesPort } from './service-ports.ts';

const ingress = (backendPort: number | string) => ({ hosts: ['shop.example.org'], backendPort });
const routegroup = (backendPort: number) => ({ hosts: ['shop.example.org'], backendPort, routes: [] });

describe('the port that requests are sent to', () => {
  test.each([
    ['the Ingress', { ingress: ingress('http') }, 'http'],
    ['the RouteGroup over the Ingress', { ingress: ingress('http'), routegroup: routegroup(80) }, 80],
    ['the Ingress over an external one', { ingress: ingress(1), externalIngress: { backendPort: 2 } }, 1],
    ['an external ingress', { externalIngress: { backendPort: 'http' } }, 'http'],
    ['nothing', {}, undefined],
  ])('is named by %s', (_who, routes, expected) => {
    expect(backendPortOf(routes)).toBe(expected);
  });
});

describe('the ports of Ingress and RouteGroup', () => {
  test.each([
    [80, 80, false],
    [80, 8080, true],
    ['80', 80, false],
    ['http', 80, true],
    ['http', 0, false],
    ['+80', 80, false],
    ['-1', 1, true],
    ['80a', 80, true],
    ['', 0, false],
  ])('%j and %j differ: %j', (first, second, expected) => {
    expect(backendPortsDiffer({ ingress: ingress(first), routegroup: routegroup(second) })).toBe(expected);
  });

  test('do not differ where there is only one of them', () => {
    expect(backendPortsDiffer({ ingress: ingress(80) })).toBe(false);
    expect(backendPortsDiffer({ routegroup: routegroup(80) })).toBe(false);
  });
});

test.each([
  [{ name: 'http', port: 80 }, 80, true],
  [{ name: 'http', port: 80 }, 8080, false],
  [{ name: 'http', port: 80 }, 'http', true],
  [{ name: 'http', port: 80 }, '80', false],
  [{ name: '80', port: 8080 }, '80', true],
  [{ port: 80 }, 'http', false],
])('%j serves %j: %j', (port, wanted, expected) => {
  expect(servesPort(port, wanted)).toBe(expected);
});
