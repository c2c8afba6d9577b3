import type { LiveIndex } from '../cluster.ts';
import type { LiveObject } from '../live-object.ts';
import type { ClusterEvent } from './cluster-event.ts';

/** What an event is told on: the StackSet where the cluster has it, else the Deployments of the stacks that it is about, or of all. */
export function eventTargets({ stackSet, stacks }: ClusterEvent, live: LiveIndex): readonly LiveObject[] {
  const own = live.find('StackSet', stackSet.namespace, stackSet.name);
  if (own) return [own];
  const deployments = live.ofStackSet(stackSet).filter(({ kind }) => kind === 'Deployment');
  const meant = deployments.filter(({ metadata }) => stacks.includes(metadata.name));
  return meant.length > 0 ? meant : deployments;
}
