import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { DNS_1123_SUBDOMAIN, nameFault } from './name-format.ts';

/** Why a host is refused, to follow "it", and what to do; undefined where it is not. */
type HostRule = (host: string) => HostFault | undefined;

interface HostFault {
  readonly fault: string;
  readonly remedy: string;
}

/** Hosts that the API server refuses. Repeated ones are found by the schema. */
export const hostProblems: StackSetRule = (stackSet) => [
  ...refusedHosts(stackSet, 'ingress', ingressHostFault),
  ...refusedHosts(stackSet, 'routegroup', routeGroupHostFault),
];

function refusedHosts(stackSet: StackSet, route: 'ingress' | 'routegroup', faultOf: HostRule): readonly Problem[] {
  return (stackSet.spec[route]?.hosts ?? []).flatMap((host, index) => {
    const found = faultOf(host);
    if (found === undefined) return [];
    const path = ['spec', route, 'hosts', index];
    const message = `${JSON.stringify(host)} cannot be a host: it ${found.fault}`;
    return [errorOn(stackSet, { reason: 'HostInvalid', path, message, remedy: found.remedy })];
  });
}

const IPV4 = /^\d+(\.\d+){3}$/;
const NAME_ALONE = 'Write a host name alone, without protocol, port and path, such as shop.example.org.';

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards; '' means every host. */
const ingressHostFault: HostRule = (host) => {
  if (host === '') return undefined;
  if (IPV4.test(host)) return { fault: 'is an address, and an Ingress needs a name', remedy: NAME_ALONE };
  const fault = nameFault(host.startsWith('*.') ? host.slice(2) : host, DNS_1123_SUBDOMAIN);
  return fault === undefined
    ? undefined
    : { fault, remedy: host.includes('*') ? 'Write a wildcard only as the first label, as in *.example.org.' : NAME_ALONE };
};

/** By the pattern of RouteGroup's CustomResourceDefinition: no wildcards, a dot at the end is allowed. */
const routeGroupHostFault: HostRule = (host) => {
  const fault = nameFault(host.endsWith('.') ? host.slice(0, -1) : host, DNS_1123_SUBDOMAIN);
  return fault === undefined
    ? undefined
    : { fault, remedy: host.includes('*') ? 'List the hosts one by one: a RouteGroup knows no wildcards.' : NAME_ALONE };
};
