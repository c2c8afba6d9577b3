import { renderFunction } from '../../src/shell/krm/render-function.ts';
import { runFunction } from '../../src/shell/krm/run-function.ts';

if (process.argv.includes('--help')) process.stdout.write(renderFunction.usage);
else process.exitCode = await runFunction(renderFunction, process);
