/** Kubernetes and KRM. */
export const LOCAL_CONFIG_ANNOTATION = 'config.kubernetes.io/local-config';

/** The original's labels and annotations. */
export const STACKSET_LABEL = 'stackset';
export const STACK_VERSION_LABEL = 'stack-version';
export const CONTROLLER_ANNOTATION = 'stackset-controller.zalando.org/controller';
export const PRESCALE_ANNOTATION = 'alpha.stackset-controller.zalando.org/prescale-stacks';
export const RESET_DELAY_ANNOTATION = 'alpha.stackset-controller.zalando.org/reset-hpa-min-replicas-delay';
export const FORWARD_BACKEND_ANNOTATION = 'zalando.org/forward-backend';
export const SKIPPER_PREDICATE_ANNOTATION = 'zalando.org/skipper-predicate';
export const SKIPPER_BACKEND_ANNOTATION = 'zalando.org/skipper-backend';

/** Ours. The hash is of the Stack's spec, on every object that render makes; the ordinal is the order of creation. */
export const STACK_HASH_ANNOTATION = 'stackset-gitops.dev/stack-hash';
export const ORDINAL_ANNOTATION = 'stackset-gitops.dev/ordinal';

/** On a StackSet, with the value `true`: the sync controller decides nothing for it; and all that was generated for it leaves Git. */
export const PAUSE_ANNOTATION = 'stackset-gitops.dev/pause';
export const REMOVE_ANNOTATION = 'stackset-gitops.dev/remove';

/**
 * On a Stack that `import` made: kinds of children, with commas between them, that stackset-controller had refused to make and that are
 * not in Git either.
 */
export const LEFT_OUT_ANNOTATION = 'stackset-gitops.dev/left-out';

/**
 * Keep a GitOps tool from pruning what has traffic. Tried with Argo CD 3.3: the rest of a sync still goes on.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export const PRUNE_PROTECTION = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;
