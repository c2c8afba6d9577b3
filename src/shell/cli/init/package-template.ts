import { quoteString } from '../../yaml/quote.ts';

/** What a new package is about. */
export interface NewPackage {
  /** Of the StackSet. */
  readonly name: string;
  readonly image: string;
  /** Where the application is reached, over all versions. */
  readonly host: string;
  /** Folder or URL of the JSON Schemas, for editors. */
  readonly schemas?: string;
}

/** A file of a new package, by its name in the package's folder. */
export interface NewFile {
  readonly name: string;
  readonly content: string;
}

/** The files of a small package that works, with comments for someone who sees a StackSet for the first time. */
export const packageTemplate = (about: NewPackage): readonly NewFile[] => [
  { name: 'stackset.yaml', content: stackSet(about) },
  { name: 'render-config.yaml', content: renderConfig(about) },
];

/** Editors with a YAML language server complete and check the fields by it. */
const modeline = (schemas: string | undefined, schema: string): string =>
  schemas === undefined ? '' : `# yaml-language-server: $schema=${schemas}/${schema}.json\n`;

const stackSet = ({ name, image, host, schemas }: NewPackage): string => `${modeline(schemas, 'stackset')}apiVersion: zalando.org/v1
kind: StackSet
metadata:
  name: ${quoteString(name)}
spec:
  # Each version becomes a Stack of its own in stacks/, with its Deployment, Service and routes. It stays as it was made: for
  # any change below stackTemplate give a new version.
  stackTemplate:
    spec:
      version: v1
      replicas: 2
      podTemplate:
        spec:
          containers:
          - name: ${quoteString(name)}
            image: ${quoteString(image)}
            ports:
            - name: http
              containerPort: 8080
            readinessProbe:
              httpGet: {path: /, port: http}
            resources:
              requests: {cpu: 100m, memory: 64Mi}
              limits: {memory: 64Mi}

  # Where the users are. Every version is also reached alone, at <stack>.<domain>: see clusterDomains in render-config.yaml.
  ingress:
    hosts: [${quoteString(host)}]
    backendPort: 8080

  # Who gets how much, once there are several versions:
  # traffic:
  # - {stackName: ${name}-v1, weight: 90}
  # - {stackName: ${name}-v2, weight: 10}
`;

const renderConfig = ({
  host,
  schemas,
}: NewPackage): string => `${modeline(schemas, 'render-config')}apiVersion: stackset-gitops.dev/v1alpha1
kind: RenderConfig
metadata:
  name: render-config
  annotations:
    # A setting for \`stackset render\`, not for the cluster.
    config.kubernetes.io/local-config: "true"
spec:
  # A version gets a host of its own below each of these domains that its StackSet's hosts end in.
  clusterDomains: [${quoteString(parentDomain(host))}]
`;

/** \`shop.example.org\` is in \`example.org\`. */
const parentDomain = (host: string): string => host.slice(host.indexOf('.') + 1);
