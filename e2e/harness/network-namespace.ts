import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The addresses that are local inside the namespace: the pods of up to 128 clusters, each with a range of its own. */
const LOCAL_RANGE = '10.128.0.0/9';

/** The folder of the run whose namespace this process is in, which goes when the run ends; undefined outside. */
export const runFolder = (): string | undefined => process.env.STACKSET_E2E_RUN;

const REMEDY = `The tests with a cluster need a network namespace of their own, and it could not be made. They run
- as root, or in a container with --privileged (CAP_SYS_ADMIN and CAP_NET_ADMIN), or
- as a user where unprivileged user namespaces are allowed (sysctl kernel.unprivileged_userns_clone=1),
with the programs unshare and setpriv (Debian's util-linux) and ip (iproute2) on the PATH.`;

/** The first process of the namespace. It stays, so that orphans are reaped, and everything inside ends with it. */
const ENTRANCE = `ip link set lo up && ip route add local ${LOCAL_RANGE} dev lo && "$@"; exit $?`;

/**
 * Runs a program where no port and no address is taken, and nothing outside is reached; gives its exit code.
 * Whatever it leaves running ends with it, also where it, or this process, is killed; so do its temporary files.
 */
export async function runInNamespace(command: string, args: readonly string[]): Promise<number> {
  await checkRights();
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'stackset-e2e-'));
  // Programs that give up their rights (an SSH server) have their files below it too.
  await chmod(folder, 0o755);
  try {
    return await runInside([command, ...args], folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runInside(command: readonly string[], folder: string): Promise<number> {
  const env = { ...process.env, STACKSET_E2E_RUN: folder, TMPDIR: folder };
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...unshareArgs(), 'sh', '-c', ENTRANCE, 'sh', ...command], {
    stdio: 'inherit',
    env,
  });
  // Ctrl-C reaches the program inside too, which then ends by itself.
  const ignore = (): void => {};
  const end = (): void => void child.kill('SIGKILL');
  process.on('SIGINT', ignore).on('SIGTERM', end).on('SIGHUP', end);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
    });
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', end).off('SIGHUP', end);
  }
}

/** A process namespace too: when its first process dies, the kernel kills all the others. */
function unshareArgs(): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  return [...asRoot, '--net', '--pid', '--mount-proc', '--fork', '--kill-child'];
}

async function checkRights(): Promise<void> {
  try {
    await promisify(execFile)('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...unshareArgs(), 'sh', '-c', ENTRANCE, 'sh', 'true']);
  } catch (cause) {
    throw new Error(REMEDY, { cause });
  }
}
