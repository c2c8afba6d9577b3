import { DemoController } from './demo-controller.ts';
import { formatTable } from './format-table.ts';
import type { Stage } from './stage.ts';

/** Columns of what an actor does, beside its name. */
const WIDTH = 66;

/** The whole loop: a person commits a wish, the controller commits its decisions, and a revert has the last word. */
export async function showLoop(stage: Stage): Promise<void> {
  stage.title('5  The loop: the controller commits what it decides, and people win');
  const { git } = stage.repository;
  const controller = await DemoController.start(stage.repository);
  const rows: (readonly string[])[] = [];
  const tell = (who: string, ...texts: readonly string[]): void => {
    const lines = texts.flatMap(wrap);
    rows.push(...lines.map((line, index) => [index === 0 ? who : '', line]));
  };
  const apply = async (): Promise<void> => {
    await git('pull', '--quiet', '--rebase');
    controller.cluster.apply([...(await stage.shop()).objects.values()].flat());
    controller.cluster.progress();
  };
  try {
    await apply();
    tell('sync', ...(await controller.sync()));
    controller.cluster.crash('shop-v2', true);
    await apply();
    await ask(stage);
    tell('person', 'asks for 50 % on shop-v2, commits and pushes');
    tell('sync', ...(await controller.sync()));
    controller.cluster.crash('shop-v2', false);
    await apply();
    tell('cluster', 'shop-v2 has all its pods ready again');
    tell('sync', ...(await controller.sync()));
    await apply();
    await git('revert', '--no-edit', 'HEAD');
    await git('push', '--quiet');
    tell('person', 'git revert HEAD && git push');
    tell('sync', ...(await controller.sync()));
    await apply();
  } finally {
    await controller.stop();
  }
  stage.show(formatTable(rows, new Set()));
  stage.show([stage.style.bold('$ git log --oneline'), ...(await git('log', '--oneline')).split('\n')]);
}

/** As `stackset traffic` and a commit of the file alone. */
async function ask({ repository: { git, edit } }: Stage): Promise<void> {
  await edit('apps/shop/stackset.yaml', { 'shop-v1, weight: 90': 'shop-v1, weight: 50', 'shop-v2, weight: 10': 'shop-v2, weight: 50' });
  await git('commit', '--quiet', '--all', '--message', 'Send half of the traffic to shop v2');
  await git('push', '--quiet');
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
