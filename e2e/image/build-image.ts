import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import type { Stage } from './parse-dockerfile.ts';

/** An account that owns nothing, as containers use it: 65532 is the "nonroot" of the distroless images. */
const NONROOT = 65532;
const isRoot = process.getuid?.() === 0;
const unprivileged = isRoot ? { uid: NONROOT, gid: NONROOT } : {};

/** Where an image's files are on this machine, and how its container starts. */
interface Image {
  readonly folder: string;
  readonly user: string;
  /** What a container runs without further words: the entry point and its arguments. */
  readonly command: readonly string[];
}

/**
 * Does what a Dockerfile's build stage says without a container engine: its RUN lines really run, as a user without rights, in a folder
 * that holds only what its COPY lines brought. The base images are not taken: Node is this machine's.
 */
export async function runBuildStage({ instructions }: Stage, project: string, root: string): Promise<void> {
  let workdir = root;
  for (const { name, text } of instructions) {
    if (name === 'WORKDIR') {
      workdir = join(root, text);
      await mkdir(workdir, { recursive: true });
      await handOver(root);
    } else if (name === 'COPY') await copy(text, project, workdir);
    else if (name === 'RUN') await runUnprivileged(text, workdir, root);
    else throw new Error(`${name} is not known to this check`);
  }
}

/** `COPY a b ./`: folders by their name, as every line of ours writes it. */
async function copy(text: string, from: string, workdir: string): Promise<void> {
  const paths = text.split(/\s+/);
  const target = paths.pop() ?? '.';
  for (const path of paths) {
    const into = paths.length > 1 || target.endsWith('/') ? join(workdir, target, basename(path)) : join(workdir, target);
    await cp(join(from, path), into, { recursive: true });
  }
  await handOver(workdir);
}

async function runUnprivileged(script: string, cwd: string, home: string): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: home, npm_config_cache: join(home, '.npm'), npm_config_update_notifier: 'false' };
  const { failed, all } = await execa('sh', ['-c', script], {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    ...unprivileged,
  });
  if (failed) throw new Error(`RUN ${script} failed:\n${all}`);
}

/** Hands a folder to the user that runs the RUN lines, where this process is allowed to become another one. */
async function handOver(folder: string): Promise<void> {
  if (isRoot) await execa('chown', ['-R', `${NONROOT}:${NONROOT}`, folder]);
}

/** What the final stage takes of the build stage's folder, and how it starts. RUN is for packages of the base image, and is left out. */
export async function copyFinalStage({ instructions }: Stage, built: string, folder: string): Promise<Image> {
  let user = 'root';
  let command: readonly string[] = [];
  for (const { name, text } of instructions) {
    const [, from, to] = /^--from=build (\S+) (\S+)$/.exec(text) ?? [];
    if (name === 'COPY' && from !== undefined && to !== undefined) await cp(join(built, from), join(folder, to), { recursive: true });
    else if (name === 'USER') user = text;
    else if (name === 'ENTRYPOINT') command = JSON.parse(text) as readonly string[];
    else if (name === 'CMD') command = [...command, ...(JSON.parse(text) as readonly string[])];
    else if (name !== 'RUN') throw new Error(`${name} ${text} is not known to this check`);
  }
  return { folder, user, command };
}

/** Runs a program of the image as its user would: one that owns nothing. */
export async function startUnprivileged(
  image: Image,
  args: readonly string[],
  input: string,
): Promise<{ exitCode?: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HOME: '/tmp' };
  const { exitCode, stdout, stderr } = await execa(process.execPath, args, {
    cwd: image.folder,
    env,
    extendEnv: false,
    input,
    reject: false,
    ...unprivileged,
  });
  return { ...(exitCode !== undefined && { exitCode }), stdout, stderr };
}
