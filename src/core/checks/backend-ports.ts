import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import { backendPortsDiffer } from '../resources/backend-port.ts';
import type { StackSetRule } from './check-rule.ts';
import { errorOn, warningOn } from './finding.ts';
import { nameFault, PORT_NAME } from './name-format.ts';

/** The ports that requests are sent to, as far as they can be judged without the Service's, which `resources/service.ts` does. */
export const backendPortProblems: StackSetRule = (stackSet) => [...disagreement(stackSet), ...unusableName(stackSet)];

/** A stack has one port for its routes; the original refuses the StackSet. */
function disagreement(stackSet: StackSet): readonly Problem[] {
  const { ingress, routegroup } = stackSet.spec;
  if (!backendPortsDiffer(stackSet.spec)) return [];
  return [
    errorOn(stackSet, {
      reason: 'BackendPortsDiffer',
      path: ['spec', 'routegroup', 'backendPort'],
      message: `the Ingress sends requests to port ${JSON.stringify(ingress?.backendPort)} and the RouteGroup to ${routegroup?.backendPort}`,
      remedy: "Give both the same port, by its number: a RouteGroup's is always a number.",
    }),
  ];
}

/**
 * A Service's port may be called what no Ingress can name, such as `8080` or a name of 20 characters. The original writes the
 * Ingress all the same; the API server refuses it.
 */
function unusableName(stackSet: StackSet): readonly Problem[] {
  const port = stackSet.spec.ingress?.backendPort;
  const fault = typeof port === 'string' ? nameFault(port, PORT_NAME) : undefined;
  if (fault === undefined) return [];
  return [
    warningOn(stackSet, {
      reason: 'PortNameInvalid',
      path: ['spec', 'ingress', 'backendPort'],
      message: `an Ingress can name no port ${JSON.stringify(port)}: it ${fault}`,
      remedy: /^\d+$/.test(String(port)) ? `Write ${port} without quotes for the port's number.` : "Write the port's number.",
    }),
  ];
}
