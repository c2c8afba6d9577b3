/** Which child cannot be made, by the reason of the problem that render gives. */
const KINDS: Readonly<Record<string, string>> = {
  AutoscalerMetricInvalid: 'HorizontalPodAutoscaler',
  BackendPortUnknown: 'Service',
  BackendOverlapsStack: 'RouteGroup',
  TokensMissing: 'PlatformCredentialsSet',
  ApplicationLabelMissing: 'PlatformCredentialsSet',
};

/** The kind of child that a problem keeps from being made; undefined where it is about the StackSet or the Stack itself. */
export const childKindOf = (reason: string): string | undefined => KINDS[reason];
