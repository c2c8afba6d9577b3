// How long our emitter and our reader take, as ratios of the same objects' JSON round trip. Run: npx tsx bench/emit.ts
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { emitDocument } from '../src/shell/yaml/emit.ts';
import { parseYaml } from '../src/shell/yaml/read.ts';

const stackCount = 4000;
const rounds = 7;

function stackObjects(index: number): readonly unknown[] {
  const stackSet = `shop-${Math.floor(index / 4)}`;
  const version = `v${index % 4}`;
  const name = `${stackSet}-${version}`;
  const labels = { application: stackSet, team: 'checkout', stackset: stackSet, 'stack-version': version };
  const metadata = { name, namespace: 'default', labels, annotations: { 'stackset-gitops.dev/stack-hash': `${index}f00ba7` } };
  const probe = { httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 1 };
  const podTemplate = {
    metadata: {
      labels: { application: stackSet, team: 'checkout' },
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '7979' },
    },
    spec: {
      serviceAccountName: 'shop',
      containers: [
        {
          name: 'app',
          image: `registry.example.org/checkout/${stackSet}:1.${index}.0-rc1`,
          args: ['--port=8080', '--log-level=info', `--name=${name}`],
          env: [
            { name: 'DATABASE_URL', value: 'postgres://shop@db.example.org:5432/shop?sslmode=require' },
            { name: 'FEATURE_FLAGS', value: 'a,b,c' },
            { name: 'ENABLED', value: 'true' },
            { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ],
          ports: [
            { containerPort: 8080, name: 'http', protocol: 'TCP' },
            { containerPort: 7979, name: 'metrics', protocol: 'TCP' },
          ],
          resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
          readinessProbe: probe,
          livenessProbe: probe,
          volumeMounts: [{ name: 'config', mountPath: '/etc/config', readOnly: true }],
        },
      ],
      volumes: [{ name: 'config', configMap: { name: `${name}-config` } }],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { stackset: stackSet } },
        },
      ],
    },
  };
  const selector = { stackset: stackSet, 'stack-version': version };
  const rules = (host: string) => [
    { host, http: { paths: [{ path: '/', pathType: 'ImplementationSpecific', backend: { service: { name, port: { number: 80 } } } }] } },
  ];
  return [
    { apiVersion: 'zalando.org/v1', kind: 'Stack', metadata, spec: { replicas: 3, podTemplate } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 3, selector: { matchLabels: selector }, template: podTemplate },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector, ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }], type: 'ClusterIP' },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        minReplicas: 3,
        maxReplicas: 20,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
      },
    },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { rules: rules(`${name}.cluster.example.org`) } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        ...metadata,
        name: `${name}-traffic-segment`,
        annotations: { 'zalando.org/skipper-predicate': 'TrafficSegment(0.00, 0.60) && Weight(1)' },
      },
      spec: { rules: rules(`${stackSet}.example.org`) },
    },
  ];
}

function best(work: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    work();
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return fastest;
}

/** Objects of their own for each round: a memo may help within one, as in a render, and not from one to the next. */
const makeObjects = (): readonly unknown[] => Array.from({ length: stackCount }, (_, index) => stackObjects(index)).flat();
const sets = Array.from({ length: rounds }, makeObjects);
let next = 0;
const emitAll = (): string[] => (sets[next++ % rounds] ?? []).map(emitDocument);

const [objects = []] = sets;
const roundTrip = best(() => JSON.parse(JSON.stringify(objects)));
const emit = best(() => emitAll().map((text) => Buffer.byteLength(text)));
const texts = objects.map(emitDocument);
const read = best(() => texts.map((text) => parseYaml(text)));
const plain = best(() => texts.map((text) => loadAll(text, { schema: YAML11_SCHEMA })));
const ratio = (time: number): string => `${(time / roundTrip).toFixed(2)} round trips (${time.toFixed(0)} ms)`;

console.log(`${objects.length} objects, ${(JSON.stringify(objects).length / objects.length).toFixed(0)} bytes of JSON each`);
console.log(`JSON round trip  ${ratio(roundTrip)}`);
console.log(`emit             ${ratio(emit)}`);
console.log(`read             ${ratio(read)}`);
console.log(`js-yaml loadAll  ${ratio(plain)}`);
