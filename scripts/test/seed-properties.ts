import fc from 'fast-check';

/**
 * Properties draw the same samples in every run, so that a build does not fail by chance for a change that has nothing to do with it.
 * FAST_CHECK_SEED names other samples; `random` draws new ones, which is how to look for what nobody has thought of yet.
 */
const asked = process.env.FAST_CHECK_SEED ?? '20260301';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
