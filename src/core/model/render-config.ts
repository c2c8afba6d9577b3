export const TRAFFIC_PROVIDERS = ['skipper-segments', 'skipper-weights'] as const;
export type TrafficProvider = (typeof TRAFFIC_PROVIDERS)[number];

/** RenderConfig's spec with every default filled in; the names are the file's. */
export interface RenderConfig {
  /** Per-stack hosts are made for hosts that end in one of these. */
  readonly clusterDomains: readonly string[];
  /** Annotations of the StackSet's routes that are kept in step on the segments of every stack. */
  readonly syncIngressAnnotations: readonly string[];
  readonly backendWeightsAnnotationKey: string;
  /** StackSets annotated for another controller are left alone; '' renders those without the annotation. */
  readonly controllerId: string;
  readonly forwardSupport: boolean;
  readonly routeGroups: boolean;
  readonly configMaps: boolean;
  readonly secrets: boolean;
  readonly platformCredentialsSets: boolean;
  /** Whether StackSet and Stack are applied to the cluster, or stay in Git as local-config. */
  readonly applyStacks: boolean;
  /** Folder of the generated files, relative to the StackSet's. */
  readonly output: string;
  readonly gapFallback: boolean;
  /** The smallest step of a weight in percent: 1 is whole percents, 0.1 allows 12.3 %. */
  readonly weightPrecision: number;
  /** Whether StackSets are read from the package's files, or from what `kustomize build` gives of its folder. */
  readonly source: 'files' | 'kustomize';
  readonly trafficProvider: TrafficProvider;
}

export const DEFAULT_RENDER_CONFIG: RenderConfig = {
  clusterDomains: [],
  syncIngressAnnotations: [],
  backendWeightsAnnotationKey: 'zalando.org/backend-weights',
  controllerId: '',
  forwardSupport: false,
  routeGroups: true,
  configMaps: true,
  secrets: true,
  platformCredentialsSets: true,
  applyStacks: false,
  output: 'stacks',
  gapFallback: true,
  weightPrecision: 1,
  source: 'files',
  trafficProvider: 'skipper-segments',
};
