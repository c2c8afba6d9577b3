import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Types by model and field, in the words of src/core/schema/check-kubernetes-type.ts: `V1Container[]!`, `string{}`. */
export type KubernetesTypes = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Attribute {
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

/** The client marks no quantities; these maps and fields hold them (Kubernetes' API reference, "Quantity"). */
const QUANTITIES: ReadonlySet<string> = new Set([
  'V1ResourceRequirements.limits',
  'V1ResourceRequirements.requests',
  'V1VolumeResourceRequirements.limits',
  'V1VolumeResourceRequirements.requests',
  'V1PodSpec.overhead',
  'V1EmptyDirVolumeSource.sizeLimit',
  'V1ResourceFieldSelector.divisor',
  'V2HPAScalingRules.tolerance',
]);

/** Optional in a PodTemplate object, but no workload can do without it. */
const REQUIRED: ReadonlySet<string> = new Set(['V1PodTemplateSpec.spec']);

/** Structure only (names, types, what is required) of the models and of all they reach, from the official client. */
export async function readKubernetesModels(roots: readonly string[]): Promise<KubernetesTypes> {
  const table: Record<string, Readonly<Record<string, string>>> = {};
  const queue = [...roots];
  for (let model = queue.pop(); model !== undefined; model = queue.pop()) {
    if (model in table) continue;
    const fields = await readModel(model);
    table[model] = fields;
    queue.push(...Object.values(fields).flatMap((type) => /^(?:Core)?V\d\w*/.exec(type) ?? []));
  }
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const require = createRequire(import.meta.url);
const models = join(dirname(require.resolve('@kubernetes/client-node')), 'gen', 'models');

async function readModel(model: string): Promise<Readonly<Record<string, string>>> {
  const file = join(models, model);
  const module = (await import(pathToFileURL(`${file}.js`).href)) as Record<string, { getAttributeTypeMap(): readonly Attribute[] }>;
  const attributes = module[model]?.getAttributeTypeMap();
  if (attributes === undefined) throw new Error(`${file}.js has no model ${model}`);
  const declaration = readFileSync(`${file}.d.ts`, 'utf8');
  return Object.fromEntries(
    attributes.map((attribute) => {
      const id = `${model}.${attribute.baseName}`;
      const required = REQUIRED.has(id) || !declaration.includes(`'${attribute.name}'?:`);
      return [attribute.baseName, readType(attribute.type, attribute.format, id) + (required ? '!' : '')];
    }),
  );
}

function readType(type: string, format: string, id: string): string {
  const element = /^Array<(.*)>$/.exec(type)?.[1];
  if (element !== undefined) return `${readType(element, format, id)}[]`;
  const entry = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (entry !== undefined) return `${readType(entry, format, id)}{}`;
  if (/^(Core)?V\d\w*$/.test(type) && type !== 'V1MicroTime') return type;
  switch (type) {
    case 'string':
      return QUANTITIES.has(id) ? 'Quantity' : 'string';
    case 'number':
      return format === 'int32' || format === 'int64' ? format : 'number';
    case 'Date':
    case 'V1MicroTime':
      return 'Time';
    case 'boolean':
    case 'IntOrString':
    case 'any':
      return type;
    default:
      throw new Error(`${id} has the type ${type}, which is new: say here what it is`);
  }
}
