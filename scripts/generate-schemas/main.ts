import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedDeployFiles } from '../deploy/generated-files.ts';
import { buildCrd } from './build-crd.ts';
import { buildReference } from './build-reference.ts';
import { embeddedModels, KINDS } from './kinds.ts';
import { readKubernetesModels } from './kubernetes-models.ts';
import { publishJsonSchema } from './publish-json-schema.ts';

/**
 * `npm run generate`: writes what is made and committed: from the schemas, and for deploy/. With `--check` it writes nothing, names what is
 * stale and exits with 1.
 */
const types = await readKubernetesModels(KINDS.flatMap(({ schema }) => embeddedModels(schema)));
const outputs = new Map<string, string>(generatedDeployFiles());
for (const kind of KINDS) {
  outputs.set(`schemas/${kind.file}.json`, publishJsonSchema(kind, types));
  outputs.set(`docs/reference/${kind.file}.md`, buildReference(kind));
  const crd = buildCrd(kind, types);
  if (crd !== undefined) outputs.set(`crds/${crd.file}`, crd.content);
}

const root = new URL('../../', import.meta.url);
const stale = [...outputs].filter(([path, content]) => readIfThere(new URL(path, root)) !== content);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run \`npm run generate\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, content] of stale) {
    const file = fileURLToPath(new URL(path, root));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    console.log(`wrote ${path}`);
  }
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
