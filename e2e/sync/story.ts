import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished } from 'vitest';
import { ApplyLoop, type ApplyLoopOptions } from '../cluster/apply-loop.ts';
import type { TestCluster } from '../cluster/use-cluster.ts';
import { Controller } from '../harness/controller.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { waitUntil } from '../harness/wait-until.ts';
import type { Applier, ApplierPlace } from './applier.ts';
import { type Commit, findFaults, readCommits, readState, weightsIn } from './commits.ts';
import { Person } from './person.ts';
import { hostOf, type ShopOptions, shopStackSet } from './shop.ts';

type Wishes = Omit<ShopOptions, 'namespace' | 'version'>;

export interface StoryOptions extends Wishes {
  readonly applying?: Pick<ApplyLoopOptions, 'spreadRoutes' | 'pruneFirst' | 'intervalMs'>;
  /** What applies `apps/shop/stacks` in place of an ApplyLoop. */
  readonly applyBy?: (place: ApplierPlace) => Promise<Applier>;
  /** Fields of the SyncConfig's spec, as YAML in flow style, in place of or besides those of every story. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Fields of its `credentials`. */
  readonly credentials?: Readonly<Record<string, unknown>>;
  /** The repository's URL as the controller sees it, where that is not the folder. */
  readonly url?: (repository: string) => string;
  readonly env?: Readonly<Record<string, string>>;
  /** Texts by path, that the person commits with the StackSet. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * A repository with one package, a person who edits it, the controller that commits to it, and what applies it to a
 * namespace of a real cluster. It starts with v1 in the cluster, with all the traffic.
 */
export class Story {
  readonly namespace: string;
  readonly host: string;
  readonly repository: string;
  readonly person: Person;
  readonly controller: Controller;
  readonly applier: Applier;
  readonly #workspace: string;
  readonly #cluster: TestCluster;
  #wishes: ShopOptions;

  private constructor(
    parts: Pick<Story, 'namespace' | 'repository' | 'person' | 'controller' | 'applier'>,
    workspace: string,
    cluster: TestCluster,
    wishes: ShopOptions,
  ) {
    this.namespace = parts.namespace;
    this.host = hostOf(parts.namespace);
    this.repository = parts.repository;
    this.person = parts.person;
    this.controller = parts.controller;
    this.applier = parts.applier;
    this.#workspace = workspace;
    this.#cluster = cluster;
    this.#wishes = wishes;
  }

  static async begin(
    test: TestCluster,
    { applying, applyBy, spec, credentials, url, env, files = {}, ...wishes }: StoryOptions = {},
  ): Promise<Story> {
    const workspace = await temporaryFolder();
    const namespace = await test.namespace();
    const repository = join(workspace, 'apps.git');
    await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
    const person = await Person.clone(repository, join(workspace, 'checkout'));
    const first: ShopOptions = { namespace, version: 'v1', traffic: { v1: 100 }, ...wishes };
    for (const [path, text] of Object.entries({ ...files, 'apps/shop/stackset.yaml': shopStackSet(first) })) await person.write(path, text);
    await person.stackset('render');
    await person.commit('shop: add v1');
    await person.push();
    const config = join(workspace, 'sync.yaml');
    await writeFile(config, syncConfig({ url: url?.(repository) ?? `file://${repository}`, credentials }, test.cluster.kubeconfig, spec));
    const place = { namespace, repository };
    const applier = applyBy
      ? await applyBy(place)
      : await ApplyLoop.start({ ...place, cluster: test.cluster, folder: 'apps/shop/stacks', ...applying });
    const controller = await Controller.start({ config, args: ['--cache', join(workspace, 'cache')], ...(env && { env }) });
    const story = new Story({ namespace, repository, person, controller, applier }, workspace, test, first);
    onTestFinished(async ({ task }) => {
      await controller.stop();
      await applier.stop();
      if (task.result?.state === 'fail') console.error(await story.account());
    });
    await story.untilWeights({ v1: 100 });
    await story.untilServed();
    return story;
  }

  /** The loop that applies, where nothing else does: to pause it, or to see what it did. */
  get loop(): ApplyLoop {
    if (!(this.applier instanceof ApplyLoop)) throw new Error('Something else than an ApplyLoop applies here');
    return this.applier;
  }

  /** What the person wants from now on, in a commit of their own: a new version, other weights. @returns the commit */
  async wish(wishes: Partial<ShopOptions>, message: string): Promise<string> {
    this.#wishes = { ...this.#wishes, ...wishes };
    return this.person.publish('apps/shop/stackset.yaml', shopStackSet(this.#wishes), message);
  }

  /** The StackSet's text with other wishes, for edits that go to a branch. */
  text(wishes: Partial<ShopOptions>): string {
    return shopStackSet({ ...this.#wishes, ...wishes });
  }

  async weights(): Promise<Readonly<Record<string, number>>> {
    return weightsIn(await readState(this.repository));
  }

  /** Waits until Git gives exactly these weights. */
  async untilWeights(weights: Readonly<Record<string, number>>, timeoutMs = 60_000): Promise<void> {
    await waitUntil(`Git gives ${JSON.stringify(weights)}`, async () => isEqual(await this.weights(), weights), { timeoutMs });
  }

  /** Waits until a commit's subject matches, and gives the newest such commit. */
  async untilCommit(subject: RegExp, timeoutMs = 60_000): Promise<Commit> {
    return waitUntil(
      `there is a commit ${subject}`,
      async () => (await this.commits()).findLast((commit) => subject.test(commit.subject)),
      { timeoutMs },
    );
  }

  async commits(): Promise<readonly Commit[]> {
    return readCommits(this.repository);
  }

  /** Waits until what Git says now is in the cluster. */
  async untilApplied(): Promise<void> {
    await this.applier.untilApplied((await execa('git', ['rev-parse', 'main'], { cwd: this.repository })).stdout, 120_000);
  }

  /** Waits until Skipper answers for the host. */
  async untilServed(): Promise<void> {
    const { askOnce } = await import('../cluster/load.ts');
    const isServed = async (): Promise<boolean> => (await askOnce({ url: this.#cluster.skipper.url, host: this.host })).status === 200;
    await waitUntil('the shop is served', isServed, { timeoutMs: 120_000 });
  }

  /** A field of a live object of the namespace, by kubectl's JSONPath. */
  async live(kind: string, name: string, path: string): Promise<string> {
    return this.#cluster.cluster.kubectl([
      'get',
      kind,
      name,
      '--namespace',
      this.namespace,
      '--ignore-not-found',
      `--output=jsonpath=${path}`,
    ]);
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    return this.#cluster.cluster.kubectl([...args, '--namespace', this.namespace]);
  }

  /** What holds after every story; see `findFaults`. @param folder what is to render to itself */
  async expectSound(folder = '.'): Promise<void> {
    expect(await findFaults(this.repository, this.#workspace, this.person.pushed, folder)).toEqual([]);
  }

  /** What happened, for a test that failed. */
  async account(): Promise<string> {
    const log = await execa('git', ['log', '--format=%h %an: %s', 'main'], { cwd: this.repository });
    const output = await this.controller.output();
    return `git log:\n${log.stdout}\n\napplied:\n${JSON.stringify(this.applier.history.slice(-5), undefined, 1)}\n\ncontroller:\n${output.slice(-8000)}`;
  }
}

function syncConfig(repository: Readonly<Record<string, unknown>>, kubeconfig: string, spec: StoryOptions['spec']): string {
  return `apiVersion: stackset-gitops.dev/v1alpha1
kind: SyncConfig
metadata: {name: e2e}
spec: ${JSON.stringify({
    repository: { branch: 'main', paths: ['apps'], ...repository },
    cluster: { kubeconfig },
    pollInterval: '1s',
    debounce: '100ms',
    listen: '',
    ...spec,
  })}
`;
}

const isEqual = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);
