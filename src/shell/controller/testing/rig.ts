import type { KubernetesObject } from '../../../core/model/kubernetes.ts';
import type { StackSetState } from '../../../core/model/state.ts';
import { SimulatedCluster } from '../../demo/simulated-cluster.ts';
import type { Repository } from '../../git/repository.ts';
import { openTestRepository } from '../../git/testing/open-clone.ts';
import { type PersonsChanges, ServerRepository } from '../../git/testing/server-repository.ts';
import { parseYaml } from '../../yaml/read.ts';
import { Controller, type ControllerOptions } from '../controller.ts';
import { NO_OBSERVER } from '../pass-observer.ts';
import type { PassReport } from '../pass-report.ts';
import { readCommit } from './read-commit.ts';
import { TestClock } from './test-clock.ts';

const CONTROLLER = 'eu-1';
const SCOPE = { paths: ['.'], files: ['stackset.yaml'] };
const FREEZE_FILE = 'stackset-freeze.yaml';

interface RigOptions {
  readonly outputBranch?: string;
  readonly random?: () => number;
}

/** A real repository on this disk, a simulated cluster, a clock that stands still, and a controller between them. */
export class Rig {
  readonly server: ServerRepository;
  readonly cluster = new SimulatedCluster();
  readonly clock: TestClock;
  readonly repository: Repository;
  readonly #options: RigOptions;
  #forget: (() => void) | undefined;
  controller: Controller;

  private constructor(server: ServerRepository, repository: Repository, options: RigOptions) {
    this.server = server;
    this.repository = repository;
    this.#options = options;
    this.clock = new TestClock(undefined, options.random);
    this.controller = this.start();
  }

  /** @param files what people have committed */
  static async create(files: PersonsChanges, options: RigOptions = {}): Promise<Rig> {
    const server = await ServerRepository.create();
    await server.commit(files, { message: 'Begin' });
    const { outputBranch } = options;
    const repository = await openTestRepository(server.url, { branch: 'main', ...(outputBranch !== undefined && { outputBranch }) });
    return new Rig(server, repository, options);
  }

  /** Another controller in the place of the one before, which is as if it was killed. */
  start(options: Partial<ControllerOptions> = {}): Controller {
    const { repository, cluster, clock } = this;
    const defaults = { scope: SCOPE, freezeFile: FREEZE_FILE, targets: [], dryRun: false, mayAct: () => true, observer: NO_OBSERVER };
    const controller = new Controller({ controller: CONTROLLER, repository, cluster, clock, ...defaults, ...options });
    this.#forget?.();
    this.#forget = cluster.onChange((stackSet) => stackSet && controller.notice(stackSet));
    this.controller = controller;
    return controller;
  }

  pass(): Promise<PassReport> {
    return this.controller.pass(true, new AbortController().signal);
  }

  /** The branch of generated files, and that of the sources where it is another one. */
  get branches(): readonly string[] {
    const { outputBranch } = this.#options;
    return outputBranch === undefined ? ['main'] : [outputBranch, 'main'];
  }

  /** Passes until there is nothing more to commit. @returns what was committed, as subjects */
  async settle(): Promise<readonly string[]> {
    const subjects: string[] = [];
    for (;;) {
      const { outcome } = await this.pass();
      if (outcome.kind !== 'committed') return subjects;
      subjects.push(outcome.message.split('\n')[0] ?? '');
      if (subjects.length > 20) throw new Error(`the controller does not come to rest: ${subjects.join('; ')}`);
    }
  }

  /** The GitOps tool applies the tip, and the cluster does its work. */
  async deploy(): Promise<void> {
    this.cluster.apply(await this.generated());
    this.cluster.progress();
  }

  /** Commits, deployments and time, until nothing happens any more. @returns what was committed, as subjects */
  async rollOut(seconds = 1): Promise<readonly string[]> {
    const subjects: string[] = [];
    for (let idle = 0; idle < 2; ) {
      const made = await this.settle();
      subjects.push(...made);
      idle = made.length === 0 ? idle + 1 : 0;
      await this.deploy();
      this.clock.pass(seconds);
    }
    return subjects;
  }

  /** Objects in the generated files at the tip. */
  async generated(): Promise<readonly KubernetesObject[]> {
    const files = await this.files(this.#options.outputBranch);
    return [...files].flatMap(([path, text]) =>
      path.includes('/stacks/') && !path.endsWith('.state.yaml') && !path.endsWith('kustomization.yaml')
        ? parseYaml(text).documents.map(({ value }) => value as KubernetesObject)
        : [],
    );
  }

  files(branch = 'main'): Promise<ReadonlyMap<string, string>> {
    return readCommit(this.server.folder, `refs/heads/${branch}`);
  }

  /** The state in Git of a package whose StackSet is called like its folder. */
  async state(folder = 'apps/shop', commit = `refs/heads/${this.#options.outputBranch ?? 'main'}`): Promise<StackSetState['spec']> {
    const text = await this.server.show(commit, `${folder}/stacks/${folder.split('/').at(-1)}.state.yaml`);
    const [document] = parseYaml(text).documents;
    if (!document) throw new Error(`the state of ${folder} is empty`);
    return (document.value as StackSetState).spec;
  }

  async weights(folder = 'apps/shop'): Promise<Readonly<Record<string, number>>> {
    const { stacks = [] } = await this.state(folder);
    return Object.fromEntries(stacks.map(({ name, weight }) => [name, weight]));
  }

  /** Subjects, newest first. */
  async log(branch = 'main'): Promise<readonly string[]> {
    return (await this.server.git('log', '--format=%s', branch)).split('\n');
  }
}
