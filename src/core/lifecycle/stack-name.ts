import type { StackSet } from '../model/stack-set.ts';

/** The version of a StackSet that names none, as in the original. */
const DEFAULT_VERSION = 'default';

export const currentVersion = (stackSet: StackSet): string => stackSet.spec.stackTemplate.spec.version || DEFAULT_VERSION;

/** `<stackset>-<version>`; also the name of the stack's Deployment, Service, autoscaler and routes. */
export const stackName = (stackSetName: string, version: string): string => `${stackSetName}-${version}`;
