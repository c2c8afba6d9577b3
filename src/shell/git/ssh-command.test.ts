import { execa } from 'execa';
import { expect, test } from 'vitest';
import { sshCommand } from './ssh-command.ts';

/** What ssh makes of a command line, by name of the option. */
async function settings(command: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await execa('sh', ['-c', `${command} -G git@example.org`]);
  return new Map(stdout.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

test('ssh asks nobody, learns no host and knows nothing but what it was given, as ssh itself says', async () => {
  const found = await settings(sshCommand({ privateKeyFile: '/keys/id', knownHostsFile: '/keys/known_hosts' }));
  expect(
    Object.fromEntries(
      [
        'batchmode',
        'stricthostkeychecking',
        'identitiesonly',
        'identityfile',
        'userknownhostsfile',
        'globalknownhostsfile',
        'forwardagent',
      ].map((name) => [name, found.get(name)]),
    ),
  ).toEqual({
    batchmode: 'yes',
    stricthostkeychecking: 'true',
    identitiesonly: 'yes',
    identityfile: '/keys/id',
    userknownhostsfile: '/keys/known_hosts',
    globalknownhostsfile: '/dev/null',
    forwardagent: 'no',
  });
});

test.each(['/a folder/id', "/it's/id", '/100%/id', '/$(touch x)/id', '/a;b/id', '/ü/id'])(
  'a key in %s is found',
  async (privateKeyFile) => {
    const found = await settings(sshCommand({ privateKeyFile, knownHostsFile: privateKeyFile }));
    expect(found.get('identityfile')?.replaceAll('%%', '%')).toBe(privateKeyFile);
    expect(found.get('userknownhostsfile')?.replaceAll('%%', '%')).toBe(privateKeyFile);
  },
);

test("without credentials, the user's own keys and known hosts count", async () => {
  const found = await settings(sshCommand());
  expect(found.get('userknownhostsfile')).toContain('known_hosts');
  expect(found.get('stricthostkeychecking')).toBe('true');
});
