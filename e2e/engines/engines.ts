import { homedir } from 'node:os';
import { join } from 'node:path';

/** A program of others that end-to-end tests run, built from a Go module in a folder beside this file. */
interface Engine {
  readonly name: string;
  /** The folder of its `go.mod`; several programs can come from one. */
  readonly folder: string;
  /** The module whose version is the program's. */
  readonly module: string;
  /** What `go build` is given, seen from that folder. */
  readonly goPackage: string;
  /** The variable of the linked program that holds its version, where it does not find it out itself. */
  readonly versionVariable?: string;
  /** How it is asked for its version; without them it does not tell, but Go has written into it what it is made of. */
  readonly versionArgs?: readonly string[];
}

const KUBERNETES = {
  folder: 'kubernetes',
  module: 'k8s.io/kubernetes',
  versionVariable: 'k8s.io/component-base/version.gitVersion',
} as const;

export const ENGINES = [
  {
    name: 'kustomize',
    folder: 'kustomize',
    module: 'sigs.k8s.io/kustomize/kustomize/v5',
    goPackage: 'sigs.k8s.io/kustomize/kustomize/v5',
    versionArgs: ['version'],
  },
  {
    name: 'helm',
    folder: 'helm',
    module: 'helm.sh/helm/v3',
    goPackage: 'helm.sh/helm/v3/cmd/helm',
    versionVariable: 'helm.sh/helm/v3/internal/version.version',
    versionArgs: ['version', '--short'],
  },
  { name: 'kpt', folder: 'kpt', module: 'github.com/kptdev/kpt', goPackage: '.', versionArgs: ['version'] },
  { ...KUBERNETES, name: 'kubectl', goPackage: 'k8s.io/kubernetes/cmd/kubectl', versionArgs: ['version', '--client'] },
  { ...KUBERNETES, name: 'kube-apiserver', goPackage: 'k8s.io/kubernetes/cmd/kube-apiserver', versionArgs: ['--version'] },
  {
    ...KUBERNETES,
    name: 'kube-controller-manager',
    goPackage: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    versionArgs: ['--version'],
  },
  { ...KUBERNETES, name: 'kube-scheduler', goPackage: 'k8s.io/kubernetes/cmd/kube-scheduler', versionArgs: ['--version'] },
  { name: 'etcd', folder: 'etcd', module: 'go.etcd.io/etcd/server/v3', goPackage: 'go.etcd.io/etcd/server/v3', versionArgs: ['--version'] },
  {
    name: 'kwok',
    folder: 'kwok',
    module: 'sigs.k8s.io/kwok',
    goPackage: 'sigs.k8s.io/kwok/cmd/kwok',
    versionVariable: 'sigs.k8s.io/kwok/pkg/consts.Version',
    versionArgs: ['--version'],
  },
  {
    name: 'skipper',
    folder: 'skipper',
    module: 'github.com/zalando/skipper',
    goPackage: 'github.com/zalando/skipper/cmd/skipper',
    versionVariable: 'main.version',
    versionArgs: ['-version'],
  },
  {
    name: 'argocd',
    folder: 'argo-cd',
    module: 'github.com/argoproj/argo-cd/v3',
    goPackage: 'github.com/argoproj/argo-cd/v3/cmd',
    versionVariable: 'github.com/argoproj/argo-cd/v3/common.version',
    versionArgs: ['version', '--client', '--short'],
  },
  {
    name: 'kustomize-controller',
    folder: 'flux',
    module: 'github.com/fluxcd/kustomize-controller',
    goPackage: 'github.com/fluxcd/kustomize-controller',
  },
] as const satisfies readonly Engine[];

export type EngineName = (typeof ENGINES)[number]['name'];

/** A folder that already has the programs; they are used as they are, and nothing is built. */
export const givenEngineFolder = (): string | undefined => process.env.STACKSET_E2E_BIN || undefined;

/** The cache outside the checkout, so that only a machine's first run builds the programs. */
export function engineCache(): string {
  const cacheHome = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return process.env.STACKSET_E2E_CACHE || join(cacheHome, 'stackset-gitops', 'e2e', 'bin');
}

/** Where the programs are: the given folder, or the cache. */
export const engineFolder = (): string => givenEngineFolder() ?? engineCache();
