import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import type { CommandContext, Output } from './command-context.ts';
import { dumpOf } from './dump-of-folder.ts';
import { runCli } from './run-cli.ts';

/** Runs a command and returns its exit code. */
type Tool = (args: readonly string[], folder: string, terminal: Terminal, environment: Environment) => Promise<number>;

type Environment = CommandContext['environment'];

/** What a terminal shows; lines of stderr are marked with `! `. */
interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly text: () => string;
}

/** What stories are told with, besides `stackset` itself. */
const TOOLS: Readonly<Record<string, Tool>> = {
  stackset: (args, folder, { stdin, stdout, stderr }, environment) =>
    runCli(args, { stdin, stdout, stderr, environment, workingDirectory: folder }),
  /** The story's environment has to say where git is, and who commits. */
  async git(args, folder, { stdout, stderr }, env) {
    const result = await execa('git', args, { cwd: folder, env, extendEnv: false, reject: false, stripFinalNewline: false });
    if (result.stdout !== '') stdout.write(result.stdout);
    if (result.stderr !== '') stderr.write(result.stderr);
    return result.exitCode ?? 1;
  },
  /** Replaces a text that is in the file exactly once; `\n` is a line break. */
  async edit([file = '', before = '', after = ''], folder) {
    const path = join(folder, file);
    const parts = (await readFile(path, 'utf8')).split(lineBreaks(before));
    if (parts.length !== 2) throw new Error(`${before} is ${parts.length - 1} times in ${file}`);
    await writeFile(path, parts.join(lineBreaks(after)));
    return 0;
  },
  /** Makes a dump of a cluster that everything generated (`in=FOLDER`: there) was applied to, with all pods ready, or as many as `shop-v2=1/3` says. */
  async apply([file = '', ...words], folder) {
    const below = words.find((word) => word.startsWith('in='))?.slice(3) ?? '.';
    const pods = words.filter((word) => !word.startsWith('in='));
    await writeFile(
      join(folder, file),
      await dumpOf(join(folder, below), new Map(pods.map((word) => word.split('=') as [string, string]))),
    );
    return 0;
  },
  async write([file = '', text = ''], folder) {
    await writeFile(join(folder, file), lineBreaks(text));
    return 0;
  },
  async remove([file = ''], folder) {
    await rm(join(folder, file), { recursive: true });
    return 0;
  },
  async files(_args, folder, { stdout }) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    stdout.write(
      paths
        .sort()
        .map((path) => `${path}\n`)
        .join(''),
    );
    return 0;
  },
};

const lineBreaks = (text: string): string => text.replaceAll('\\n', '\n');

/**
 * Runs the commands of a transcript (lines that start with `$ `, input after `<`; comments with `##` stay) in a folder and returns the transcript
 * with what they print now. Exit codes other than 0 follow in brackets.
 */
export async function playStory(transcript: string, folder: string, environment: Environment = {}): Promise<string> {
  const parts: string[] = [];
  for (const line of transcript.split('\n')) {
    if (line.startsWith('## ')) parts.push(`${line}\n`);
    if (!line.startsWith('$ ')) continue;
    const [command = '', input] = line.slice(2).split(' < ');
    const [name = '', ...args] = splitWords(command);
    const tool = TOOLS[name];
    if (!tool) throw new Error(`a story knows no command ${name}`);
    const terminal = openTerminal(input === undefined ? '' : await readFile(join(folder, input), 'utf8'));
    const exitCode = await tool(args, folder, terminal, environment);
    parts.push(`${line}\n${terminal.text()}${exitCode === 0 ? '' : `[${exitCode}]\n`}\n`);
  }
  return `${parts.join('').trimEnd()}\n`;
}

/** Words are separated by spaces; single quotes hold one together. */
const splitWords = (command: string): readonly string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

function openTerminal(input: string): Terminal {
  const lines: string[] = [];
  const output = (mark: string): Output => ({
    write: (text) => lines.push(...text.split(/(?<=\n)/).map((line) => `${mark}${line}`.replace(/^! \n$/, '!\n'))),
  });
  return { stdin: Readable.from([input]), stdout: output(''), stderr: output('! '), text: () => lines.join('') };
}
