import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { countOf } from '../cli/report/count.ts';
import { createDemoRepository } from './demo-repository.ts';
import { formatTable } from './format-table.ts';
import { formatTree } from './format-tree.ts';
import { isApplied } from './generated-objects.ts';
import { showLoop } from './show-loop.ts';
import { Stage } from './stage.ts';

const STACKSET = 'apps/shop/stackset.yaml';
const STACKS = 'apps/shop/stacks';

/** The second version, with a tenth of the traffic. */
const SECOND_VERSION = {
  'version: v1': 'version: v2',
  'shop:1.0.0': 'shop:2.0.0',
  '  ingress:': '  traffic:\n  - {stackName: shop-v1, weight: 90}\n  - {stackName: shop-v2, weight: 10}\n  ingress:',
};

/**
 * Plays a rollout in a copy of the example repository and shows each step.
 * @returns the copy, which is left for the person to look at
 */
export async function runDemo(example: string, context: CommandContext): Promise<string> {
  const repository = await createDemoRepository(example);
  const stage = new Stage(repository, { ...context, workingDirectory: repository.folder });
  await showFirstVersion(stage);
  await showSecondVersion(stage);
  await showDelivery(stage);
  await showNext(stage);
  await showRollout(stage);
  await showLoop(stage);
  return repository.folder;
}

async function showFirstVersion(stage: Stage): Promise<void> {
  stage.title('1  A StackSet in Git becomes a Stack and all its children in Git');
  await stage.stackset('render');
  const { objects } = await stage.shop();
  const notes = [...objects].map(([name, found]) => [name, name === 'kustomization.yaml' ? 'lists the files beside it' : noteOn(found)]);
  const entries = { 'stackset.yaml': 'a person edits this', 'render-config.yaml': 'settings', stacks: Object.fromEntries(notes) };
  stage.show(['apps/shop/', ...formatTree(entries)]);
  await stage.table();
  await stage.commit('Add the shop');
}

function noteOn(objects: readonly KubernetesObject[]): string {
  const applied = objects.filter(isApplied).length;
  return `${applied < objects.length ? 'the Stack, and ' : ''}${countOf([applied, 'object'])} for the cluster`;
}

async function showSecondVersion(stage: Stage): Promise<void> {
  const { git, edit } = stage.repository;
  stage.title('2  A new version, with a tenth of the traffic, is a commit');
  await edit(STACKSET, SECOND_VERSION);
  stage.show([stage.style.dim(STACKSET), ...(await changedLines(stage, STACKSET))]);
  await stage.stackset('render');
  await stage.table();
  await git('add', '--all');
  const stat = await git('diff', '--cached', '--stat=72');
  stage.show([stage.style.bold('$ git diff --stat'), ...stat.split('\n').map((line) => line.trimStart())]);
  stage.show([
    stage.style.dim('All that changes for v1, which goes on running as it was:'),
    ...(await changedLines(stage, `${STACKS}/shop-v1.yaml`)),
  ]);
  await stage.commit('Send a tenth of the traffic to shop v2');
}

/** The lines that differ from the last commit, without the first line of a generated file, which holds hashes. */
async function changedLines({ repository: { git }, style }: Stage, path: string): Promise<readonly string[]> {
  const lines = (await git('diff', 'HEAD', '--unified=0', '--', path)).split('\n');
  const changes = lines.slice(lines.findIndex((line) => line.startsWith('@@'))).filter((line) => /^[-+](?!# stackset-gitops)/.test(line));
  return changes.map((line) => (line.startsWith('+') ? style.green(line) : style.red(line)));
}

async function showDelivery(stage: Stage): Promise<void> {
  stage.title(`3  What Argo CD or Flux apply: the objects in ${STACKS}`);
  const { objects } = await stage.shop();
  const rows = [...objects].flatMap(([name, found]) => {
    const applied = found.filter(isApplied);
    return applied.map(({ kind, metadata }, index) => [index === 0 ? name : '', kind, metadata.name]);
  });
  stage.show(formatTable(rows, new Set()));
  stage.show([stage.style.dim('The Stacks themselves stay in Git: the cluster needs no CRD and no operator.')]);
  for (const file of ['argo-cd/shop.yaml', 'flux/shop.yaml']) {
    const text = await readFile(join(stage.repository.folder, file), 'utf8');
    stage.show([stage.style.dim(file), ...text.trimEnd().split('\n')]);
  }
}

/** The rest of the way, which in a cluster takes half an hour: a story over the package as it is in Git now. */
const STORY = 'story.yaml';
const ROLLOUT = ['for: 20m', 'at 2m: traffic v2 50', 'at 4m: crash v2', 'at 5m: traffic v2 100', 'at 8m: heal v2'];

async function showRollout(stage: Stage): Promise<void> {
  stage.title('4  And then, simulated: v2 crashes, and traffic waits until it is back');
  await writeFile(join(stage.repository.folder, STORY), ROLLOUT.map((line) => `${line}\n`).join(''));
  stage.show([stage.style.dim(STORY), ...ROLLOUT]);
  await stage.simulate('apps/shop', '--story', STORY);
}

async function showNext(stage: Stage): Promise<void> {
  const { folder } = stage.repository;
  stage.title('Look around, and go on');
  stage.show([
    ...formatTable(
      [
        [`git -C ${folder} log --stat`, 'who moved what'],
        [`npx stackset render --check ${folder}`, 'as in CI'],
        ['npx stackset init apps/mine', 'a package of your own'],
        [`npx stackset simulate ${folder}`, 'every decision of a rollout'],
      ],
      new Set(),
    ),
  ]);
}
