import { moduleFile } from './module-file.ts';

/** The path of the CRD of RouteGroups, which Skipper's module brings along. */
export const routeGroupDefinition = (): Promise<string> =>
  moduleFile('skipper', 'dataclients/kubernetes/deploy/apply/routegroups_crd.yaml');

/** The paths of Argo CD's CRDs of Applications and their projects. */
export const argoCdDefinitions = (): Promise<readonly string[]> =>
  Promise.all(['application', 'appproject'].map((name) => moduleFile('argocd', `manifests/crds/${name}-crd.yaml`)));

/** The path of Flux's CRD of Kustomizations. */
export const kustomizationDefinition = (): Promise<string> =>
  moduleFile('kustomize-controller', 'config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml');

/** The path of the settings with which Argo CD is installed. */
export const argoCdSettings = (): Promise<string> => moduleFile('argocd', 'manifests/base/config/argocd-cm.yaml');

/** The path of Argo CD's own Deployment of the repo-server. */
export const argoCdRepoServer = (): Promise<string> =>
  moduleFile('argocd', 'manifests/base/repo-server/argocd-repo-server-deployment.yaml');
