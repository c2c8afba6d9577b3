import { fileURLToPath } from 'node:url';
import { processContext } from '../src/shell/cli/process-context.ts';
import { runDemo } from '../src/shell/demo/run-demo.ts';

await runDemo(fileURLToPath(new URL('../examples/shop', import.meta.url)), processContext());
