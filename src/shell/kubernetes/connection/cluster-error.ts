/** A cluster that cannot be asked: it does not answer, or nothing says where it is. The message is for people and holds no secret. */
export class ClusterError extends Error {
  override readonly name: string = 'ClusterError';
}

/** Neither a kubeconfig nor a service account says which cluster is meant. */
export class NoClusterNamed extends ClusterError {
  override readonly name = 'NoClusterNamed';

  constructor() {
    super('no cluster is named: there is no kubeconfig (in KUBECONFIG or ~/.kube/config), and this is no pod of a cluster');
  }
}

/** An answer of the API server that is no success. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
