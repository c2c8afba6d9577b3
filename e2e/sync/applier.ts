/** What brings a branch's tip to a namespace of the cluster: Argo CD, Flux, or the loop of `kubectl apply` that stands for them. */
export interface Applier {
  /** What it did and said, the oldest first; for the account of a test that failed. */
  readonly history: readonly unknown[];
  /** Waits until a commit, or one with it in its history, is what the cluster was brought to. */
  untilApplied(commit: string, timeoutMs?: number): Promise<void>;
  /** Ends. What it has applied stays. */
  stop(): Promise<void>;
}

/** What a story has for an applier. */
export interface ApplierPlace {
  readonly namespace: string;
  /** The path of a bare repository. */
  readonly repository: string;
}
