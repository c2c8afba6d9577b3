import { DEFAULT_RENDER_CONFIG, TRAFFIC_PROVIDERS } from '../../model/render-config.ts';
import { DNS_SUBDOMAIN_PATTERN, flag, kubernetes, list, object, type Schema, text } from './vocabulary.ts';

const defaults = DEFAULT_RENDER_CONFIG;

/** Not absolute, no backslash, no `.` or `..` as a step: the generated folder may never lie outside the package. No lookahead,
 * which RE2 (Go) has not: a step is three or more characters, or shorter and not all dots. */
const STEP = '([^./\\\\][^/\\\\]*|\\.[^./\\\\][^/\\\\]*|\\.\\.[^/\\\\]+)';

const renderConfigFields: Readonly<Record<keyof typeof DEFAULT_RENDER_CONFIG, Schema>> = {
  clusterDomains: list(
    'Each stack gets a host of its own, `<stack>.<domain>`, for every host of the StackSet that ends in one of these.',
    text('A domain.', { pattern: DNS_SUBDOMAIN_PATTERN, patternErrorMessage: 'a domain in lower case, such as apps.example.org' }),
    { default: defaults.clusterDomains, uniqueItems: true },
  ),
  syncIngressAnnotations: list(
    'Annotations of the StackSet’s routes that are kept in step on the segments of all stacks; others are frozen with the stack.',
    text('Name of an annotation.'),
    { default: defaults.syncIngressAnnotations },
  ),
  backendWeightsAnnotationKey: text('Annotation that carries the weights with `trafficProvider: skipper-weights`.', {
    default: defaults.backendWeightsAnnotationKey,
  }),
  controllerId: text(
    'StackSets whose annotation `stackset-controller.zalando.org/controller` names another one are left alone. Empty renders those without the annotation.',
    { default: defaults.controllerId },
  ),
  forwardSupport: flag('Whether a StackSet may forward its traffic to another cluster by the annotation `zalando.org/forward-backend`.', {
    default: defaults.forwardSupport,
  }),
  routeGroups: flag('Whether RouteGroups are made.', { default: defaults.routeGroups }),
  configMaps: flag('Whether ConfigMaps of `configurationResources` are made and copied.', { default: defaults.configMaps }),
  secrets: flag('Whether Secrets of `configurationResources` are copied.', { default: defaults.secrets }),
  platformCredentialsSets: flag('Whether PlatformCredentialsSets are made.', { default: defaults.platformCredentialsSets }),
  applyStacks: flag('Whether StackSet and Stacks are applied to the cluster, for `kubectl get stacks`; it needs the CRDs.', {
    default: defaults.applyStacks,
  }),
  output: text('Folder of the generated files, below the StackSet’s.', {
    default: defaults.output,
    pattern: `^${STEP}(/${STEP})*$`,
    patternErrorMessage: 'a folder below the package: a relative path without . and .. as steps',
  }),
  gapFallback: flag(
    'Whether segments get a fallback route, which takes requests while a GitOps tool applies a switch route by route. Off gives exactly the routes of stackset-controller.',
    { default: defaults.gapFallback },
  ),
  weightPrecision: {
    type: 'number',
    description: 'Smallest step of a weight, in percent: 1 is whole percents, 0.1 allows 12.3.',
    default: defaults.weightPrecision,
    enum: [1, 0.5, 0.1, 0.01],
  },
  source: text(
    'Where StackSets come from: the `files` of the package, or what `kustomize build` gives of the kustomization beside this file.',
    {
      default: defaults.source,
      enum: ['files', 'kustomize'],
    },
  ),
  trafficProvider: text(
    'How traffic is split: `skipper-segments` gives each stack routes with a segment, `skipper-weights` one Ingress or RouteGroup with backend weights.',
    { default: defaults.trafficProvider, enum: TRAFFIC_PROVIDERS },
  ),
};

export const renderConfig = object(
  'Settings of render, for a package or as a KRM functionConfig.',
  {
    apiVersion: text('`stackset-gitops.dev/v1alpha1`.', { enum: ['stackset-gitops.dev/v1alpha1'] }),
    kind: text('`RenderConfig`.', { enum: ['RenderConfig'] }),
    metadata: kubernetes('V1ObjectMeta', 'Name and annotations; not read.'),
    spec: { ...object('The settings. All are optional.', renderConfigFields), type: ['object', 'null'] },
  },
  ['apiVersion', 'kind'],
);
