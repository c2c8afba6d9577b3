import { bundleAll } from '../../scripts/build/bundle.ts';
import { buildEngines } from '../engines/build-engines.ts';
import { runFolder } from './network-namespace.ts';

/** Before the first e2e test: the product as users get it, and the programs it works with (`e2e/run.ts` has built them already). */
export default async function setup(): Promise<void> {
  await bundleAll('dist');
  if (runFolder() === undefined) await buildEngines((line) => console.log(line));
}
