import { describe, expect, test } from 'vitest';
import { protect, unprotect } from './prune-protection.ts';

const OPTIONS = 'argocd.argoproj.io/sync-options';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';
const PROTECTED = { [OPTIONS]: 'Prune=false', [PRUNE]: 'disabled' };

describe('protection', () => {
  test.each([
    ['is added', { a: 'b' }, { a: 'b', ...PROTECTED }],
    [
      'stands behind the options of a person',
      { [OPTIONS]: 'Replace=true' },
      { [OPTIONS]: 'Replace=true,Prune=false', [PRUNE]: 'disabled' },
    ],
    ['is not said twice', PROTECTED, PROTECTED],
    ['overrules a person', { [PRUNE]: 'enabled' }, PROTECTED],
    ['replaces empty options', { [OPTIONS]: '' }, PROTECTED],
  ])('%s', (_rule, annotations, expected) => {
    expect(protect(annotations)).toEqual(expected);
  });

  test.each([
    ['leaves nothing behind', { a: 'b', ...PROTECTED }, { a: 'b' }],
    ['leaves the options of a person', { [OPTIONS]: 'Replace=true,Prune=false', [PRUNE]: 'disabled' }, { [OPTIONS]: 'Replace=true' }],
    ["leaves a person's own pruning", { [PRUNE]: 'enabled' }, { [PRUNE]: 'enabled' }],
    ['has nothing to do without it', { a: 'b' }, { a: 'b' }],
  ])('taken away %s', (_rule, annotations, expected) => {
    expect(unprotect(annotations)).toEqual(expected);
  });
});
