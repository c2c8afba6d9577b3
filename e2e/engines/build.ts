import { buildEngines } from './build-engines.ts';

await buildEngines((line) => console.log(line));
