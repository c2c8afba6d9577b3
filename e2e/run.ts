import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildEngines } from './engines/build-engines.ts';
import { runInNamespace } from './harness/network-namespace.ts';

/**
 * `npm run test:e2e`: builds what the tests need while there is a network, then runs vitest with the arguments given,
 * in a namespace of its own where whole clusters can be started side by side. Not there are the image and the installations,
 * which need packages: `npm run test:image`.
 */
const OUTSIDE = ['image', 'install'].flatMap((name) => ['--exclude', `e2e/${name}.e2e.ts`]);
await buildEngines((line) => console.log(line));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const args = [vitest, 'run', '--config', 'vitest.e2e.config.ts', ...OUTSIDE, ...process.argv.slice(2)];
process.exitCode = await runInNamespace(process.execPath, args).catch((error: Error) => {
  console.error(error.message, error.cause instanceof Error ? `\n${error.cause.message}` : '');
  return 1;
});
