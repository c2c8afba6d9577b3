import { bundleAll } from '../../scripts/build/bundle.ts';
import { buildEngines } from '../engines/build-engines.ts';

/** Before the first e2e test: the product as users get it, and the programs it works with. */
export default async function setup(): Promise<void> {
  await bundleAll('dist');
  await buildEngines((line) => console.log(line));
}
