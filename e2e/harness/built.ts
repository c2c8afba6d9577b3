import { fileURLToPath } from 'node:url';

const built = (path: string): string => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));

/** The command line as users get it: one executable file. The e2e configuration builds it before the first test. */
export const STACKSET = built('stackset.mjs');

/** The KRM function of the same name under `functions/`, executable as it is. */
export const RENDER_FUNCTION = built('functions/render.mjs');
