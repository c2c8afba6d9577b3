/** What a story asks of its StackSet; `namespace` gives it a host of its own. */
export interface ShopOptions {
  readonly namespace: string;
  readonly version: string;
  /** `spec.traffic` by version, in percent. */
  readonly traffic?: Readonly<Record<string, number>>;
  /** With an autoscaler from so many pods up; else 2 replicas. */
  readonly autoscaler?: { readonly minReplicas: number; readonly maxReplicas: number };
  /** Prescale, and take the pods back after so long, such as `20s`. */
  readonly prescaleFor?: string;
  readonly route?: 'ingress' | 'routegroup';
  readonly scaledownTTLSeconds?: number;
  readonly limit?: number;
  /** Of the pod template: see the pods' annotations in e2e/README.md. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const hostOf = (namespace: string): string => `shop.${namespace}.example.org`;

/** A StackSet as a person writes it. */
export function shopStackSet(options: ShopOptions): string {
  const { namespace, version, traffic, autoscaler, route = 'ingress', scaledownTTLSeconds = 300, limit = 10 } = options;
  const annotations = {
    ...options.annotations,
    ...(options.prescaleFor !== undefined && {
      'alpha.stackset-controller.zalando.org/prescale-stacks': '',
      'alpha.stackset-controller.zalando.org/reset-hpa-min-replicas-delay': options.prescaleFor,
    }),
  };
  const routes =
    route === 'ingress'
      ? `ingress: {hosts: [${hostOf(namespace)}], backendPort: 80}`
      : `routegroup: {hosts: [${hostOf(namespace)}], backendPort: 80, routes: [{pathSubtree: /}]}`;
  const scaling = autoscaler
    ? `autoscaler: {minReplicas: ${autoscaler.minReplicas}, maxReplicas: ${autoscaler.maxReplicas}, metrics: [{type: CPU, averageUtilization: 60}]}`
    : 'replicas: 2';
  return `apiVersion: zalando.org/v1
kind: StackSet
metadata:
  name: shop
  namespace: ${namespace}
  annotations: ${JSON.stringify(annotations)}
spec:
  ${routes}
  stackLifecycle: {scaledownTTLSeconds: ${scaledownTTLSeconds}, limit: ${limit}}
${
  traffic
    ? `  traffic:\n${Object.entries(traffic)
        .map(([name, weight]) => `  - {stackName: shop-${name}, weight: ${weight}}\n`)
        .join('')}`
    : ''
}\
  stackTemplate:
    spec:
      version: ${version}
      ${scaling}
      service: {ports: [{port: 80, targetPort: 8080}]}
      podTemplate:
        metadata: {annotations: ${JSON.stringify(options.podAnnotations ?? {})}}
        spec:
          containers: [{name: app, image: 'shop:${version}', ports: [{containerPort: 8080}], resources: {requests: {cpu: 10m}}}]
`;
}
