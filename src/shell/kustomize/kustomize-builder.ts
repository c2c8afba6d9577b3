import { spawnSync } from 'node:child_process';
import { sep } from 'node:path';
import type { BuildFailure, BuildFolder, FolderBuild } from '../package/build-folder.ts';
import { findProgram } from './find-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** In the order of preference, with what each is asked for. */
const PROGRAMS = [
  { name: 'kustomize', args: ['build'] },
  { name: 'kubectl', args: ['kustomize'] },
] as const;

/** Far more than any overlay takes; one that never ends is told of. */
const MOST_MILLISECONDS = 60_000;
const MOST_BYTES = 64 << 20;

/** Nothing answers there: what kustomize asks of the network fails at once. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Builds folders with the `kustomize` on the PATH, else with `kubectl kustomize`. Neither plugins nor charts are allowed, since those run
 * programs of the repository's choice, and nothing is fetched: kustomize finds no git and no way to the network. It sees nothing of the
 * environment either, which it would copy into ConfigMaps that ask for it, so that a folder gives the same on every machine.
 * @param workingDirectory that paths in messages start at
 */
export function kustomizeBuilder(environment: Environment, workingDirectory: string): BuildFolder {
  const program = PROGRAMS.flatMap(({ name, args }) => {
    const path = findProgram(name, environment);
    return path === undefined ? [] : [{ path, args }];
  })[0];
  if (!program) return () => ({ failure: { kind: 'NoProgram', words: '' } });
  return (folder) => build(program.path, [...program.args, folder], environment, workingDirectory);
}

function build(program: string, args: readonly string[], { SystemRoot }: Environment, workingDirectory: string): FolderBuild {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    env: { ...(SystemRoot !== undefined && { SystemRoot }), HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MOST_MILLISECONDS,
    maxBuffer: MOST_BYTES,
  });
  if (status === 0 && !error) return { yaml: stdout };
  const words = oneLine(error?.message ?? stderr ?? '', workingDirectory);
  return { failure: { kind: kindOf(words), words } };
}

/** What stands in a message where kustomize looked for git or for the network, or was given what it would fetch. */
const REMOTE = /no 'git' program on path|proxyconnect tcp|(?:from '|path\(|Get ")[a-z+]+:\/\//;

const kindOf = (words: string): BuildFailure['kind'] => (REMOTE.test(words) ? 'Remote' : 'Failed');

function oneLine(text: string, workingDirectory: string): string {
  const words = text.replace(/^Error: |^error: /gm, '').replaceAll(/\s+/g, ' ');
  return words.trim().replaceAll(workingDirectory + sep, '');
}
