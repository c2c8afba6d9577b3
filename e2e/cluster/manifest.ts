import { loadAll } from 'js-yaml';

/** A Kubernetes object, as far as applying it is concerned. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const ROUTES: ReadonlySet<string> = new Set(['Ingress', 'RouteGroup', 'HTTPRoute']);

/** The objects that `kubectl kustomize` has printed. */
export const parseManifests = (yaml: string): readonly Manifest[] => (loadAll(yaml) as (Manifest | null)[]).filter((item) => item !== null);

/** What sends traffic to stacks. */
export const isRoute = ({ kind }: Manifest): boolean => ROUTES.has(kind);

/** The same for all versions of an object. */
export const keyOf = ({ apiVersion, kind, metadata }: Manifest): string => `${apiVersion.split('/').at(-2) ?? ''}/${kind}/${metadata.name}`;

/** How kubectl's arguments name an object: `Deployment.v1.apps/shop-v1`. */
export function argumentOf({ apiVersion, kind, metadata }: Manifest): string {
  const [version, group] = apiVersion.split('/').reverse();
  return group === undefined ? `${kind}/${metadata.name}` : `${kind}.${version}.${group}/${metadata.name}`;
}

/** Whether Argo CD's annotation, or Flux's, keeps an object that is no longer in Git. */
export function isProtected({ metadata: { annotations = {} } }: Manifest): boolean {
  const options = (annotations['argocd.argoproj.io/sync-options'] ?? '').split(',').map((option) => option.trim());
  return options.includes('Prune=false') || annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';
}
