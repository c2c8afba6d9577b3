import { expect, test } from 'vitest';
import { DeclinedPackages } from './declined-packages.ts';

const packages = ['a', 'b', 'c', 'd'].map((folder) => ({ folder, fingerprint: `${folder}1` }));
const folders = (found: readonly { readonly folder: string }[]): string => found.map(({ folder }) => folder).join('');

test('a commit of several that is declined is halved, until it is known which package it is', () => {
  const declined = new DeclinedPackages();
  const tried: string[] = [];
  for (let left = packages; left.length > 0; ) {
    const { chosen } = declined.select(left);
    if (chosen.length === 0) break;
    tried.push(folders(chosen));
    if (folders(chosen).includes('b')) declined.decline(chosen, 'no', 0);
    else left = left.filter((one) => !chosen.includes(one));
  }
  expect(tried).toEqual(['abcd', 'ab', 'a', 'b', 'cd']);
});

test('what is declined is told, and tried again when its time is over', () => {
  const declined = new DeclinedPackages();
  const only = packages.slice(0, 1);
  expect(declined.decline(only, 'frozen for the weekend', 100)).toBe(false);
  expect(declined.problemsOf(packages[0] ?? only[0] ?? { folder: '', fingerprint: '' })[0]?.message).toContain('frozen for the weekend');
  expect([declined.nextRelease(100), folders(declined.select(packages).chosen)]).toEqual([110, 'bcd']);
  const known = new Map(packages.map((one) => [one.folder, one]));
  expect(declined.release(known, 109)).toEqual([]);
  expect(declined.release(known, 110)).toEqual(['a']);
  expect([declined.nextRelease(110), folders(declined.select(packages).chosen)]).toEqual([undefined, 'abcd']);
});

test('each time later, up to five minutes', () => {
  const declined = new DeclinedPackages();
  const waits = Array.from({ length: 8 }, () => {
    declined.decline(packages.slice(0, 1), 'no', 0);
    return declined.nextRelease(0);
  });
  expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
});

test('or when somebody has changed the package', () => {
  const declined = new DeclinedPackages();
  declined.decline(packages.slice(0, 1), 'no', 100);
  const edited = { folder: 'a', fingerprint: 'a2' };
  expect(declined.problemsOf(edited)).toEqual([]);
  expect(declined.release(new Map([['a', edited]]), 101)).toEqual(['a']);
});

test('or when the clock was set back', () => {
  const declined = new DeclinedPackages();
  const only = packages.slice(0, 1);
  declined.decline(only, 'no', 18_000);
  const known = new Map(only.map((one) => [one.folder, one]));
  expect(declined.release(known, 17_999)).toEqual([]);
  expect([declined.nextRelease(100), declined.release(known, 100)]).toEqual([100, ['a']]);
});
