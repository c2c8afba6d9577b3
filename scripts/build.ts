import { bundleAll } from './build/bundle.ts';
import { writeManual } from './manual/write-manual.ts';

for (const path of [...(await bundleAll('dist')), ...(await writeManual('dist/man'))]) console.log(`built ${path}`);
