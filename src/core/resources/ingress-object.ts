import type { KubernetesObject, ObjectMeta, PortReference } from '../model/kubernetes.ts';

export interface IngressBackend {
  readonly serviceName: string;
  readonly port: PortReference;
}

/** An Ingress that sends each host, sorted, to the same backends. */
export function buildIngress(
  metadata: ObjectMeta,
  hosts: readonly string[],
  path: string | undefined,
  backends: readonly IngressBackend[],
): KubernetesObject {
  const paths = backends.map(({ serviceName, port }) => ({
    ...(path && { path }),
    pathType: 'ImplementationSpecific',
    backend: { service: { name: serviceName, port: typeof port === 'number' ? { number: port } : { name: port } } },
  }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: { rules: [...hosts].sort().map((host) => ({ host, http: { paths } })) },
  };
}
