import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import type { Stage } from './parse-dockerfile.ts';

/** An account that owns nothing, as containers use it: 65532 is the "nonroot" of the distroless images. */
const NONROOT = 65532;
const isRoot = process.getuid?.() === 0;

/** Where an image's files are on this machine, and how its container starts. */
interface Image {
  readonly folder: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
}

/**
 * Does what the Dockerfile says without a container engine: the build stage's RUN lines really run, as a user without rights, in a
 * folder that holds only what its COPY lines brought. The base images are not taken: Node is this machine's.
 */
export async function buildImage(stages: readonly Stage[], project: string, folder: string): Promise<Image> {
  const [build, final] = stages;
  if (build === undefined || final === undefined) throw new Error('the Dockerfile has no build stage and final stage');
  const built = join(folder, 'build-stage');
  await runBuildStage(build, project, built);
  return copyFinalStage(final, built, join(folder, 'final-stage'));
}

async function runBuildStage({ instructions }: Stage, project: string, root: string): Promise<void> {
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
  const unprivileged = isRoot ? { uid: NONROOT, gid: NONROOT } : {};
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

async function copyFinalStage({ instructions }: Stage, built: string, folder: string): Promise<Image> {
  let user = 'root';
  let entrypoint: readonly string[] = [];
  for (const { name, text } of instructions) {
    const [, from, to] = /^--from=build (\S+) (\S+)$/.exec(text) ?? [];
    if (name === 'COPY' && from !== undefined && to !== undefined) await cp(join(built, from), join(folder, to), { recursive: true });
    else if (name === 'USER') user = text;
    else if (name === 'ENTRYPOINT') entrypoint = JSON.parse(text) as readonly string[];
    else throw new Error(`${name} ${text} is not known to this check`);
  }
  return { folder, user, entrypoint };
}
