import { mkdirSync, writeFileSync } from 'node:fs';
import { compileValidators } from './compile-validators.ts';
import { embeddedModels, KINDS } from './kinds.ts';
import { readKubernetesModels } from './kubernetes-models.ts';

/** `npm run generate:validators`: compiles the schemas into src/core/schema/compiled, which Git ignores. */
const folder = new URL('../../src/core/schema/compiled/', import.meta.url);
const types = await readKubernetesModels(KINDS.flatMap(({ schema }) => embeddedModels(schema)));
mkdirSync(folder, { recursive: true });
for (const [name, content] of compileValidators(KINDS, types)) writeFileSync(new URL(name, folder), content);
