import type { KubernetesObject } from '../model/kubernetes.ts';
import type { FieldPath, Problem } from '../model/problem.ts';
import { errorOn } from './finding.ts';

const MOST = 65535;
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

export const isPortNumber = (number: number): boolean => number >= 1 && number <= MOST;

/** A port's number must be one of TCP's. */
export function portNumberProblems(object: KubernetesObject, path: FieldPath, number: number): readonly Problem[] {
  if (isPortNumber(number)) return [];
  const message = `there is no port ${number}`;
  return [errorOn(object, { reason: 'PortNumberInvalid', path, message, remedy: `Write a number from 1 to ${MOST}.` })];
}

/** Kubernetes' names of protocols are upper-case; none means TCP. */
export function protocolProblems(object: KubernetesObject, path: FieldPath, protocol: string | undefined): readonly Problem[] {
  if (!protocol || PROTOCOLS.includes(protocol)) return [];
  const message = `Kubernetes knows no protocol ${JSON.stringify(protocol)} of a port`;
  return [
    errorOn(object, { reason: 'PortProtocolUnknown', path, message, remedy: `Write ${PROTOCOLS.join(', ')} or nothing, which means TCP.` }),
  ];
}
