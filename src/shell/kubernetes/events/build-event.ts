import type { LiveObject } from '../live-object.ts';
import type { ClusterEvent } from './cluster-event.ts';

/** The API server's limit of a message. */
const MESSAGE_LENGTH = 1024;

/** `metadata.name` of an event's object and a time make a name of its own, as client-go has it. */
const NAME_LENGTH = 230;

export interface EventOrigin {
  /** Which program: `stackset-sync`. */
  readonly component: string;
  /** Which process of it. */
  readonly instance: string;
}

/**
 * An Event of the core API, which `kubectl describe` shows.
 * https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 * @param now milliseconds since 1970
 * @param serial different for each event of a process
 */
export function buildEvent(event: ClusterEvent, target: LiveObject, origin: EventOrigin, now: number, serial: number): object {
  const { apiVersion, kind, metadata } = target;
  const { name, namespace = 'default' } = metadata;
  const { uid } = metadata as { readonly uid?: string };
  const time = eventTime(now);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: `${name.slice(0, NAME_LENGTH)}.${now.toString(16)}${serial.toString(16).padStart(4, '0')}` },
    involvedObject: { apiVersion, kind, namespace, name, ...(uid !== undefined && { uid }) },
    reason: event.reason,
    message: shorten(event.message),
    type: event.type,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component: origin.component },
    reportingComponent: origin.component,
    reportingInstance: origin.instance,
  };
}

/** Without fractions, as the fields of a core Event have it. */
export const eventTime = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');

function shorten(message: string): string {
  return message.length <= MESSAGE_LENGTH ? message : `${message.slice(0, MESSAGE_LENGTH - 3)}...`;
}
