import { OBSERVED_KINDS, type ObservedKind } from '../../core/model/observation.ts';
import type { GitPackage } from '../package/read-packages.ts';

/** What must be known of the cluster before a StackSet is decided; undefined for what each needs. */
export const observedKinds = ({ stackSet, config }: Pick<GitPackage, 'stackSet' | 'config'>): readonly ObservedKind[] | undefined =>
  stackSet.spec.routegroup !== undefined && config.routeGroups ? OBSERVED_KINDS : undefined;
