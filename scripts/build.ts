import { bundleAll } from './build/bundle.ts';

for (const path of await bundleAll('dist')) console.log(`built ${path}`);
