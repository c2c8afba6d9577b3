import { readFile } from 'node:fs/promises';
import { addUp, countTests } from './test-count.ts';

/** Prints "N passed, N failed" for the vitest reports named as arguments. Exits 1 where a test failed or a report has none. */
const counts = await Promise.all(process.argv.slice(2).map(async (path) => countTests(await readFile(path, 'utf8'))));
const { passed, failed } = addUp(counts);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || counts.length === 0 || counts.some((count) => count.passed === 0) ? 1 : 0;
