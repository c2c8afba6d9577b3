// Writes every value of fixtures/yaml/write.json with our emitter, for main.go to have it read by others.
import { readFileSync, writeFileSync } from 'node:fs';
import { fromFixture, type WriteCase } from '../../src/shell/yaml/corpus.ts';
import { emitDocument } from '../../src/shell/yaml/emit.ts';

const file = new URL('../../fixtures/yaml/write.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly WriteCase[];
const written = cases.map((each) => ({ ...each, text: emitDocument(fromFixture(each.value)) }));
writeFileSync(file, `${JSON.stringify(written, null, 1)}\n`);
