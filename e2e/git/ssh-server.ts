import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../src/shell/git/testing/server-repository.ts';

const SSHD = '/usr/sbin/sshd';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}

/** Makes a key pair without a passphrase, as `file` and `file.pub`. */
export async function makeKey(file: string): Promise<string> {
  await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  return file;
}

interface SshServerOptions {
  /** Whether clients may ask for protocol version 2; without it they speak version 0. */
  readonly protocolVersions?: boolean;
  /** What runs instead of what the client asks for. */
  readonly forceCommand?: string;
}

/** A real sshd for the user who runs the tests, with a host key and one accepted key of its own. */
export class SshServer {
  readonly port: number;
  /** Private key that is let in. */
  readonly clientKey: string;
  /** Names the server's host key. */
  readonly knownHosts: string;
  private readonly folder: string;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
    this.clientKey = join(folder, 'client key');
    this.knownHosts = join(folder, 'known hosts');
  }

  /** The address of a repository in a folder of this machine. */
  url(folder: string): string {
    return `ssh://${userInfo().username}@127.0.0.1:${this.port}${folder}`;
  }

  /** Runs until the running test ends. */
  static async start(options: SshServerOptions = {}): Promise<SshServer> {
    const server = new SshServer(await temporaryFolder(), await freePort());
    const config = await server.prepare(options);
    const sshd = execa(SSHD, ['-D', '-e', '-f', config], { reject: false, buffer: false, stdio: 'ignore' });
    onTestFinished(async () => {
      sshd.kill('SIGTERM');
      await sshd;
    });
    for (let attempt = 0; !(await answers(server.port)); attempt++) {
      if (attempt > 100) throw new Error('sshd does not answer');
      await wait(50);
    }
    return server;
  }

  private async prepare({ protocolVersions = true, forceCommand }: SshServerOptions): Promise<string> {
    const at = (name: string): string => join(this.folder, name);
    const hostKey = await makeKey(at('host_key'));
    await makeKey(this.clientKey);
    await copyFile(`${this.clientKey}.pub`, at('authorized_keys'));
    await writeFile(this.knownHosts, `[127.0.0.1]:${this.port} ${await readFile(`${hostKey}.pub`, 'utf8')}`);
    // As root, sshd gives up its rights in a folder that has to be there.
    if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
    await chmod(this.folder, 0o700);
    const lines = [
      `Port ${this.port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `PidFile ${at('pid')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'StrictModes no',
      'UsePAM no',
      ...(protocolVersions ? ['AcceptEnv GIT_PROTOCOL'] : []),
      ...(forceCommand === undefined ? [] : [`ForceCommand ${forceCommand}`]),
    ];
    await writeFile(at('sshd_config'), `${lines.join('\n')}\n`);
    return at('sshd_config');
  }
}
