/** A StackSet as a person writes it. */
export interface PackageOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly version?: string;
  readonly traffic?: Readonly<Record<string, number>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly replicas?: number;
  /** Lines of `spec`, without indent. */
  readonly spec?: readonly string[];
}

const mapping = (indent: string, entries: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(entries).map(([key, value]) => `${indent}${key}: ${JSON.stringify(value)}`);

/** The text of a StackSet's file. */
export function stackSetText(options: PackageOptions = {}): string {
  const { name = 'shop', namespace, version = 'v1', traffic, annotations, replicas = 2, spec = [] } = options;
  return [
    'apiVersion: zalando.org/v1',
    'kind: StackSet',
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    ...(annotations === undefined ? [] : ['  annotations:', ...mapping('    ', annotations)]),
    'spec:',
    ...spec.map((line) => `  ${line}`),
    ...(traffic === undefined
      ? []
      : ['  traffic:', ...Object.entries(traffic).map(([stack, weight]) => `  - {stackName: ${name}-${stack}, weight: ${weight}}`)]),
    '  ingress:',
    `    hosts: [${name}.example.org]`,
    '    backendPort: 8080',
    '  stackTemplate:',
    '    spec:',
    `      version: ${version}`,
    `      replicas: ${replicas}`,
    '      podTemplate:',
    '        spec:',
    '          containers:',
    '          - name: app',
    `            image: example/${name}:${version}`,
    '            ports: [{containerPort: 8080}]',
    '',
  ].join('\n');
}
