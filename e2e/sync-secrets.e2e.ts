import { createHmac } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { useCluster } from './cluster/use-cluster.ts';
import { GitHttpServer } from './git/http-server.ts';
import { watchProcesses } from './git/processes.ts';
import { SshServer } from './git/ssh-server.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';
import { Story } from './sync/story.ts';
import { Witness } from './sync/witness.ts';

const test = useCluster();

/** On a machine that does other things too. */
const PATIENCE = 240_000;

/** With characters that a shell, a URL and a configuration file would each take for something else. */
const TOKEN = `s3cr3t'"$(touch x)\`;%2F#\\ &tok3n`;
const WEBHOOK_SECRET = 'w3bh00k-s3cr3t-of-the-test';

/** Everything that the log has, from a listening controller. */
const LOUD = { log: { level: 'trace', format: 'json' }, listen: '127.0.0.1:0' };

/** As they could stand anywhere: as they are, in JSON, in a URL, in a header. */
const formsOf = (secret: string, user = 'git'): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(`${user}:${secret}`).toString('base64').replace(/=+$/, ''),
];

async function addressOf({ controller }: Story): Promise<string> {
  const port = async (): Promise<string | undefined> => /"port":(\d+)/.exec(await controller.output())?.[1];
  return `http://127.0.0.1:${await waitUntil('the controller listens', port)}`;
}

const ask = async (url: string): Promise<string> => (await fetch(url)).text();

/** All that the controller shows or leaves behind, by where it is. */
async function shownBy(story: Story): Promise<Readonly<Record<string, string>>> {
  const address = await addressOf(story);
  const { stdout: history } = await execa('git', ['log', '--patch', '--format=raw', '--all'], { cwd: story.repository });
  const { stdout: cache } = await execa('tar', ['-cf', '-', '-C', join(story.repository, '..'), 'cache'], { encoding: 'latin1' });
  return {
    log: await story.controller.output(),
    metrics: await ask(`${address}/metrics`),
    health: await ask(`${address}/healthz`),
    readiness: await ask(`${address}/readyz`),
    history,
    cache,
    events: await story.kubectl('get', 'events', '--output=json'),
  };
}

const placesOf = (secrets: readonly string[], shown: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(shown).flatMap(([place, text]) => (secrets.some((secret) => text.includes(secret)) ? [place] : []));

async function file(text: string, name = 'secret'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

const says = (story: Story, words: RegExp): Promise<unknown> =>
  waitUntil(`the log says ${words}`, async () => words.test(await story.controller.output()), { timeoutMs: PATIENCE });

/** A hook that takes nothing of a controller, and tells the whole world by what it came. */
const blab = (secrets: readonly string[]): string => `#!/bin/sh
read -r before after name
git log --format=%B "$before..$after" | grep -q '^Sync-Controller: ' || exit 0
cat <<'END' >&2
you came with ${secrets.join(' and ')}
END
exit 1
`;

it.for(['file', 'environment'] as const)(
  'a token from the %s and the secret of the webhook are in no place that others see',
  { timeout: 600_000 },
  async (from) => {
    const http = await GitHttpServer.start('/', { users: { git: TOKEN } });
    const source = from === 'file' ? { file: await file(`${TOKEN}\n`) } : { environment: 'GIT_TOKEN' };
    const story = await Story.begin(test, {
      url: (repository) => `${http.url}${repository}`,
      credentials: { token: { ...source, username: 'git' } },
      spec: { ...LOUD, webhook: { secretFile: await file(WEBHOOK_SECRET) } },
      ...(from === 'environment' && { env: { GIT_TOKEN: TOKEN } }),
    });
    const witness = new Witness(story.controller);
    const secrets = [...formsOf(TOKEN), ...formsOf(WEBHOOK_SECRET)];

    // Slow, so that whoever looks sees the processes of a push.
    http.pushFault = { kind: 'slow', milliseconds: 500 };
    await watchProcesses(
      async () => {
        await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
        await story.untilWeights({ v2: 100 }, PATIENCE);
      },
      // The controller's own environment is where it was given the token.
      (processes) => {
        if (from === 'file') expect(processes.filter((process) => secrets.some((secret) => process.includes(secret)))).toEqual([]);
      },
    );
    expect(witness.programs).toContain('git-remote-http');
    expect(witness.processes.filter((process) => secrets.some((secret) => process.includes(secret)))).toEqual([]);

    const hook = join(story.repository, 'hooks/pre-receive');
    await writeFile(hook, blab(formsOf(TOKEN)), { mode: 0o755 });
    await story.wish({ traffic: { v1: 100 } }, 'shop: back to v1');
    await says(story, /"reason":"hook"/);
    expect(await story.controller.output()).toContain('you came with');
    expect(placesOf(secrets, await shownBy(story))).toEqual([]);
    await rm(hook);
    await story.untilWeights({ v1: 100 }, PATIENCE);

    http.fault = { kind: 'status', status: 500, text: `no, ${formsOf(TOKEN).join(' ')}` };
    await says(story, /"reason":"network"/);
    expect(placesOf(secrets, await shownBy(story))).toEqual([]);
    http.fault = undefined;

    const address = await addressOf(story);
    const push = (secret: string): Promise<Response> => {
      const body = JSON.stringify({ ref: 'refs/heads/main', before: '1'.repeat(40), after: '2'.repeat(40) });
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      return fetch(`${address}/webhook`, {
        method: 'POST',
        body,
        headers: { 'x-github-event': 'push', 'x-hub-signature-256': `sha256=${signature}` },
      });
    };
    expect([(await push(WEBHOOK_SECRET)).status, (await push('another')).status]).toEqual([202, 401]);
    expect(placesOf(secrets, await shownBy(story))).toEqual([]);
    await story.expectSound();
  },
);

it('a key for SSH, in a file whose name could be a command, is in no place that others see', { timeout: 600_000 }, async () => {
  const server = await SshServer.start();
  const folder = join(await temporaryFolder(), `it's a "key"; $(touch x) \`touch y\` -oProxyCommand=z`);
  await mkdir(folder);
  const privateKeyFile = join(folder, 'key');
  await rename(server.clientKey, privateKeyFile);
  const story = await Story.begin(test, {
    url: (repository) => server.url(repository),
    credentials: { ssh: { privateKeyFile, knownHostsFile: server.knownHosts } },
    spec: LOUD,
  });
  const witness = new Witness(story.controller);
  const key = await readFile(privateKeyFile, 'utf8');
  const secrets = key.split('\n').filter((line) => line.length > 40);
  expect(secrets.length).toBeGreaterThan(2);
  await watchProcesses(
    async () => {
      await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
      await story.untilWeights({ v2: 100 }, PATIENCE);
    },
    (processes) => expect(processes.filter((process) => secrets.some((secret) => process.includes(secret)))).toEqual([]),
  );
  expect([...witness.programs]).toContain('ssh');
  expect([...witness.programs].filter((program) => !/^(git(-.*)?|ssh|sh)$/.test(program))).toEqual([]);
  await writeFile(privateKeyFile, 'no key');
  await says(story, /"reason":"permission"/);
  expect(placesOf(secrets, await shownBy(story))).toEqual([]);
  await writeFile(privateKeyFile, key);
  await story.wish({ traffic: { v1: 100 } }, 'shop: back to v1');
  await story.untilWeights({ v1: 100 }, PATIENCE);
  await story.expectSound();
});
