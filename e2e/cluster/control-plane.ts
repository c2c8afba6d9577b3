import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '../engines/engines.ts';
import { serviceAccountKey, serviceAccountPublicKey, tokenFile } from './credentials.ts';
import type { Slot } from './slot.ts';

/** How a program of the control plane is started. */
export interface Program {
  readonly name: EngineName;
  readonly args: readonly string[];
}

export interface ControlPlaneOptions {
  /** How often the autoscaler looks; Kubernetes' default is 15 s, here 2 s. With thousands of autoscalers this costs a core. */
  readonly autoscalerPeriodSeconds?: number;
}

/** The kwok stages that play the kubelet. */
const STAGES = fileURLToPath(new URL('stages.yaml', import.meta.url));

/** Enough for bursts of hundreds of StackSets: the defaults (20 requests a second) make tests wait, and show nothing. */
const UNTHROTTLED = ['--kube-api-qps=1000', '--kube-api-burst=2000'];

const certificates = (slot: Slot): string => join(slot.folder, 'certificates');

/** The API server's certificate signs itself, and its file holds its authority too. */
export const authorityOf = (slot: Slot): string => join(certificates(slot), 'apiserver.crt');

export const serverOf = (slot: Slot): string => `https://127.0.0.1:${slot.ports + 2}`;

export function etcd(slot: Slot): Program {
  const client = `http://127.0.0.1:${slot.ports}`;
  const peer = `http://127.0.0.1:${slot.ports + 1}`;
  const urls = [`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`, `--listen-peer-urls=${peer}`];
  const peers = [`--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`];
  return { name: 'etcd', args: [`--data-dir=${join(slot.folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=warn', ...urls, ...peers] };
}

export function apiServer(slot: Slot): Program {
  return {
    name: 'kube-apiserver',
    args: [
      `--etcd-servers=http://127.0.0.1:${slot.ports}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${slot.ports + 2}`,
      // There is no other interface from which it could take one; with `none` it is not published.
      '--advertise-address=10.255.255.254',
      '--endpoint-reconciler-type=none',
      `--cert-dir=${certificates(slot)}`,
      `--token-auth-file=${tokenFile(slot.folder)}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${serviceAccountPublicKey(slot.folder)}`,
      `--service-account-signing-key-file=${serviceAccountKey(slot.folder)}`,
      '--service-cluster-ip-range=10.64.0.0/12',
      // A pod need not wait for its namespace's ServiceAccount, and mounts no token that no process reads. A new node gets no
      // taint that only the node lifecycle controller, which does not run here, would take away.
      '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
    ],
  };
}

export function controllerManager(slot: Slot, kubeconfig: string, options: ControlPlaneOptions): Program {
  return {
    name: 'kube-controller-manager',
    args: [
      `--kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${slot.ports + 3}`,
      `--cert-dir=${certificates(slot)}`,
      // The node lifecycle controller would find the fake node dead after a minute.
      '--controllers=*,-nodeipam,-node-lifecycle-controller',
      '--leader-elect=false',
      `--service-account-private-key-file=${serviceAccountKey(slot.folder)}`,
      `--root-ca-file=${authorityOf(slot)}`,
      `--horizontal-pod-autoscaler-sync-period=${options.autoscalerPeriodSeconds ?? 2}s`,
      ...UNTHROTTLED,
    ],
  };
}

export function scheduler(slot: Slot, kubeconfig: string): Program {
  const ports = ['--bind-address=127.0.0.1', `--secure-port=${slot.ports + 4}`, `--cert-dir=${certificates(slot)}`];
  return { name: 'kube-scheduler', args: [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', ...ports, ...UNTHROTTLED] };
}

export function kwok(slot: Slot, kubeconfig: string): Program {
  return {
    name: 'kwok',
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--config=${STAGES}`,
      `--cidr=${slot.podRange}`,
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      '--node-ip=127.0.0.1',
      '--node-lease-duration-seconds=0',
    ],
  };
}
