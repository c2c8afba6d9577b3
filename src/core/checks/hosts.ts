import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { DNS_1123_SUBDOMAIN, excessOf } from './name-format.ts';

/** Why a host is refused, to follow the host; undefined where it is not. */
type HostRule = (host: string) => string | undefined;

/** Hosts that the API server refuses. Repeated ones are found by the schema. */
export const hostProblems: StackSetRule = (stackSet) => [
  ...refusedHosts(stackSet, 'ingress', ingressHostFault),
  ...refusedHosts(stackSet, 'routegroup', routeGroupHostFault),
];

function refusedHosts(stackSet: StackSet, route: 'ingress' | 'routegroup', faultOf: HostRule): readonly Problem[] {
  return (stackSet.spec[route]?.hosts ?? []).flatMap((host, index) => {
    const fault = faultOf(host);
    if (fault === undefined) return [];
    return [
      errorOn(stackSet, {
        reason: 'HostInvalid',
        path: ['spec', route, 'hosts', index],
        message: `${JSON.stringify(host)} is no host: it ${fault}`,
        remedy: 'Write a host name alone, without protocol, port and path, such as shop.example.org.',
      }),
    ];
  });
}

const IPV4 = /^\d+(\.\d+){3}$/;

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards; '' means every host. */
const ingressHostFault: HostRule = (host) => {
  if (host === '') return undefined;
  if (IPV4.test(host)) return 'is an address, and an Ingress needs a name';
  return nameFaultOf(host.startsWith('*.') ? host.slice(2) : host);
};

/** By the pattern of RouteGroup's CustomResourceDefinition: no wildcards, a dot at the end is allowed. */
const routeGroupHostFault: HostRule = (host) => {
  if (host.includes('*')) return 'has a wildcard, which a RouteGroup does not know; match hosts by a predicate Host() instead';
  return nameFaultOf(host.endsWith('.') ? host.slice(0, -1) : host);
};

function nameFaultOf(host: string): string | undefined {
  const excess = excessOf(host, DNS_1123_SUBDOMAIN);
  if (excess > 0) return `is ${excess} characters too long`;
  return DNS_1123_SUBDOMAIN.pattern.test(host) ? undefined : `may have only ${DNS_1123_SUBDOMAIN.meaning}`;
}
