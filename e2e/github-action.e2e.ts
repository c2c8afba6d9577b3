import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { startCommentServer } from './ci/comment-server.ts';
import { breakIt, checkedOut, makeStale } from './ci/repository.ts';
import { readAction, runAction } from './ci/run-action.ts';

vi.setConfig({ testTimeout: 600_000 });

describe('the action of GitHub', () => {
  it('passes where packages are valid and rendered', async () => {
    const outcome = await runAction({ workspace: await checkedOut() });
    expect(outcome).toMatchObject({ failed: false, outputs: { valid: 'true', stale: 'false', 'plan-file': '' }, used: {} });
    expect(outcome.logs.Validate).toBe('1 StackSet valid\n');
  });

  it('fails where generated files are out of date, with the difference in the log and the summary', async () => {
    const workspace = await checkedOut();
    await makeStale(workspace);
    const { failed, outputs, logs, summary } = await runAction({ workspace, inputs: { paths: 'apps' } });
    expect({ failed, outputs }).toMatchObject({ failed: true, outputs: { stale: 'true', valid: 'true' } });
    expect(logs.Verdict).toMatch(/^::error::Generated files are out of date/);
    expect(summary).toContain('+++ b/apps/shop/stacks/shop-v1.yaml\n');
    expect(logs['Compare generated files']).toContain('+++ b/apps/shop/stacks/shop-v1.yaml\n');
    expect((await runAction({ workspace, inputs: { check: 'false' } })).failed).toBe(false);
  });

  it('fails where a package is invalid, after it has handed the problems to code scanning', async () => {
    const workspace = await checkedOut();
    await breakIt(workspace);
    const { failed, outputs, used, logs } = await runAction({ workspace, inputs: { sarif: 'true' } });
    expect({ failed, outputs }).toMatchObject({ failed: true, outputs: { valid: 'false', stale: '' } });
    expect(logs.Validate).toContain('unknown field `replcias`');
    expect(used).toEqual({ 'github/codeql-action/upload-sarif': { sarif_file: outputs['sarif-file'], category: 'stackset' } });
    const { runs } = JSON.parse(await readFile(outputs['sarif-file'] ?? '', 'utf8'));
    expect(runs[0].results).toContainEqual(expect.objectContaining({ level: 'error', ruleId: 'UnknownField' }));
  });

  it('writes the plan as one comment, which later runs replace, and one for each key', async () => {
    const workspace = await checkedOut();
    const server = await startCommentServer('github');
    const job = { workspace, apiUrl: server.url, pullRequest: 7 };
    const comment = async (inputs: Readonly<Record<string, string>>): Promise<string | undefined> =>
      (await runAction({ ...job, inputs: { live: 'live.json', check: 'false', ...inputs } })).logs.Comment;
    expect(await comment({})).toBe('comment created\n');
    expect(server.written()).toEqual([expect.stringMatching(/^<!-- stackset-gitops: plan -->\n## StackSet plan\n[\s\S]*shop-v1/)]);
    await makeStale(workspace);
    await breakIt(workspace);
    expect(await comment({})).toBe('comment updated\n');
    expect(server.written()).toEqual([expect.stringContaining('replcias')]);
    expect(await comment({ 'comment-key': 'eu-1' })).toBe('comment created\n');
    expect(server.written()).toHaveLength(2);
    expect(await comment({ comment: 'false' })).toBeUndefined();
  });

  it('plans after a push, too, and comments on nothing', async () => {
    const { failed, logs, summary } = await runAction({ workspace: await checkedOut(), inputs: { live: 'live.json' } });
    expect({ failed, comment: logs.Comment }).toEqual({ failed: false, comment: 'no pull request to comment on\n' });
    expect(summary).toContain('## StackSet plan');
  });

  it('fails with the words of the server where the comment is refused', async () => {
    const { url: apiUrl } = await startCommentServer('github');
    const job = { workspace: await checkedOut(), apiUrl, pullRequest: 7 };
    const { failed, logs } = await runAction({ ...job, inputs: { live: 'live.json', token: 'of-a-fork' } });
    expect(failed).toBe(true);
    expect(logs.Comment).toMatch(/was answered with 403: .*Resource not accessible by integration/);
  });

  it('puts no expression into a script, where a name could be a command', async () => {
    const { runs } = await readAction();
    expect(runs.steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });
});
