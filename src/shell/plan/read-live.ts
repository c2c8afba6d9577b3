import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasErrors } from '../../core/model/problem.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { readDump } from '../kubernetes/read-dump.ts';
import { fileProblem } from '../package/file-problem.ts';
import { reasonOf } from '../package/list-files.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

export const STDIN = '-';

/** What makes a dump complete, of a cluster where stackset-controller runs and of one that is applied to from Git. */
export const DUMP_COMMAND = {
  original: 'kubectl get stacksets,stacks,deployments,services,horizontalpodautoscalers,ingresses,routegroups -o json > live.json',
  git: 'kubectl get deployments,services,horizontalpodautoscalers,ingresses,routegroups -o json > live.json',
} as const;

/** The objects of a dump; missing where a part of it cannot be read, for a decision on the rest would be another. */
export interface LiveReading {
  readonly live?: LiveObjects;
  readonly problems: readonly LocatedProblem[];
}

/**
 * Reads live objects from a file, or from stdin where its name is `-`.
 * @param stdin read to its end, where it is needed
 */
export async function readLive(name: string, workingDirectory: string, stdin: AsyncIterable<Uint8Array | string>): Promise<LiveReading> {
  const path = resolve(workingDirectory, name);
  try {
    return name === STDIN ? parseLive(await readAll(stdin), 'stdin') : parseLive(readFileSync(path), path);
  } catch (cause) {
    const remedy = `Make it with \`${DUMP_COMMAND.original}\`.`;
    return { problems: [fileProblem(path, 'error', 'FileUnreadable', `the file cannot be read: ${reasonOf(cause)}`, remedy)] };
  }
}

function parseLive(content: Buffer, file: string): LiveReading {
  const { objects, problems } = readDump(content.toString('utf8').replace(/^\uFEFF/, ''), file);
  return hasErrors(problems) ? { problems } : { live: new LiveObjects(objects), problems };
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
