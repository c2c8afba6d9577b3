import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { routeGroupDefinition } from '../engines/definitions.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { Cluster } from './cluster.ts';
import { apiServer, authorityOf, type ControlPlaneOptions, controllerManager, etcd, kwok, scheduler, serverOf } from './control-plane.ts';
import { tokenOf, USERS, type User, writeCredentials, writeKubeconfig } from './credentials.ts';
import { untilApiAnswers } from './readiness.ts';
import { type Slot, takeSlot } from './slot.ts';

export interface ClusterOptions extends ControlPlaneOptions {
  /** Processes that outlive this one, for other test files. */
  readonly shared?: boolean;
  /** Only etcd and the API server, to measure something else with thousands of objects: what nobody else writes, stays as written. */
  readonly bare?: boolean;
}

const project = fileURLToPath(new URL('../..', import.meta.url));

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node', annotations: { 'kwok.x-k8s.io/node': 'fake' }, labels: { 'kubernetes.io/os': 'linux' } },
};

/**
 * Starts a control plane: etcd, API server, controller manager (with the real autoscaler, Deployment and EndpointSlice
 * controllers), scheduler, kwok with one node, and the server that answers for the pods. The CRDs of RouteGroup,
 * StackSet and Stack are there. Several can run side by side. Stop it by `stop()`.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const slot = await takeSlot();
  await mkdir(`${slot.folder}/certificates`);
  await writeCredentials(slot.folder);
  const cluster = new Cluster({ ...slot, services: {}, shared: options.shared ?? false });
  try {
    await startPrograms(cluster, slot, options);
  } catch (cause) {
    throw new Error(`The cluster did not start.\n${await cluster.logs()}`, { cause });
  }
  return cluster;
}

async function startPrograms(cluster: Cluster, slot: Slot, options: ClusterOptions): Promise<void> {
  await cluster.start(etcd(slot));
  await cluster.start(apiServer(slot));
  for (const user of Object.keys(USERS) as User[]) {
    await writeKubeconfig(cluster.kubeconfigOf(user), serverOf(slot), authorityOf(slot), tokenOf(user));
  }
  await untilApiAnswers(slot);
  if (options.bare !== true) await startControllers(cluster, slot, options);
  const definitions = [`${project}crds`, await routeGroupDefinition()].flatMap((path) => ['-f', path]);
  await cluster.kubectl(['apply', '--server-side', ...definitions, '-f', '-'], { input: JSON.stringify(NODE) });
  // kubectl fails where an object has no conditions yet.
  const wait = (condition: string, object: string) => (): Promise<string> =>
    cluster.kubectl(['wait', `--for=condition=${condition}`, object, '--all', '--timeout=10s']);
  await waitUntil('the custom resources are there', wait('Established', 'crd'));
  if (options.bare !== true) await waitUntil('kwok’s node is ready', wait('Ready', 'node'));
}

async function startControllers(cluster: Cluster, slot: Slot, options: ClusterOptions): Promise<void> {
  await cluster.start(controllerManager(slot, cluster.kubeconfig, options));
  await cluster.start(scheduler(slot, cluster.kubeconfig));
  await cluster.start(kwok(slot, cluster.kubeconfig));
  await cluster.start({ name: 'pods', command: process.execPath, args: ['--import', 'tsx', 'e2e/cluster/pods.ts', cluster.kubeconfig] });
}
