import { createServer, type Server, type ServerResponse } from 'node:http';
import { CoreV1Api, KubeConfig, makeInformer, type V1Pod } from '@kubernetes/client-node';

/**
 * Plays the processes in all pods: answers HTTP on each pod's address and container ports, which are local in the
 * tests' namespace, and says which stack it is. As real pods do, it listens from the pod's start, answers 503 while
 * the pod is not ready, goes on while the pod ends (asking clients to close their connections), and then refuses
 * connections. Usage: `pods.ts KUBECONFIG`.
 */

const DEFAULT_PORT = 8080;

interface Listening {
  readonly servers: readonly Server[];
  pod: V1Pod;
}

const listening = new Map<string, Listening>();

function answer(pod: V1Pod, response: ServerResponse): void {
  const labels = pod.metadata?.labels ?? {};
  const stackSet = labels.stackset ?? '';
  const stack = labels['stack-version'] === undefined ? '' : `${stackSet}-${labels['stack-version']}`;
  const ending = pod.metadata?.deletionTimestamp !== undefined;
  const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  response
    .setHeader('x-pod', pod.metadata?.name ?? '')
    .setHeader('x-namespace', pod.metadata?.namespace ?? '')
    .setHeader('x-stack', stack);
  if (ending) response.setHeader('connection', 'close');
  response.writeHead(ready || ending ? 200 : 503).end(`${stack}\n`);
}

function start(uid: string, pod: V1Pod, address: string): void {
  const ports = (pod.spec?.containers ?? []).flatMap(({ ports }) => ports ?? []).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP');
  const numbers = ports.length === 0 ? [DEFAULT_PORT] : ports.map(({ containerPort }) => containerPort);
  const servers = [...new Set(numbers)].map((port) => {
    const server = createServer((request, response) => {
      request.resume();
      answer(listening.get(uid)?.pod ?? pod, response);
    });
    server.keepAliveTimeout = 120_000;
    server.on('error', (error) => console.error(`${pod.metadata?.name} at ${address}:${port}:`, error));
    return server.listen(port, address);
  });
  listening.set(uid, { servers, pod });
}

function update(pod: V1Pod): void {
  const uid = pod.metadata?.uid;
  if (uid === undefined) return;
  const present = listening.get(uid);
  const address = pod.status?.podIP;
  if (present !== undefined) present.pod = pod;
  else if (address !== undefined && pod.status?.phase === 'Running') start(uid, pod, address);
}

function end(pod: V1Pod): void {
  const uid = pod.metadata?.uid ?? '';
  for (const server of listening.get(uid)?.servers ?? []) {
    server.close();
    server.closeAllConnections();
  }
  listening.delete(uid);
}

const config = new KubeConfig();
config.loadFromFile(process.argv[2] ?? '');
const api = config.makeApiClient(CoreV1Api);
const informer = makeInformer(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
informer.on('add', update);
informer.on('update', update);
informer.on('delete', end);
// The API server may be away for a while; its pods go on.
informer.on('error', (error) => {
  console.error(String(error));
  setTimeout(() => void informer.start(), 200);
});
await informer.start();
console.log('answering for all pods');
