import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { type Style, styleFor } from '../cli/report/style.ts';
import { runCli } from '../cli/run-cli.ts';
import { planRender } from '../package/plan-render.ts';
import type { RenderedPackage } from '../package/render-plan.ts';
import type { DemoRepository } from './demo-repository.ts';
import { generatedObjects } from './generated-objects.ts';
import { stackTable } from './stack-table.ts';

const INDENT = '  ';
/** Of a terminal, where the output goes elsewhere. */
const WIDTH = 80;

/** What the steps of the demo write on. */
export class Stage {
  readonly repository: DemoRepository;
  readonly style: Style;
  readonly #context: CommandContext;

  constructor(repository: DemoRepository, context: CommandContext) {
    this.repository = repository;
    this.style = styleFor(context.stdout, context);
    this.#context = context;
  }

  /** Lines with an indent, and an empty one. */
  show(lines: readonly string[]): void {
    this.#context.stdout.write([...lines.map((line) => `${INDENT}${line}`.trimEnd()), '', ''].join('\n'));
  }

  title(text: string): void {
    this.#context.stdout.write(`${this.style.bold(this.style.cyan(text))}\n\n`);
  }

  /** Runs the real command line. */
  async stackset(...args: readonly string[]): Promise<void> {
    this.show([this.style.bold(`$ stackset ${args.join(' ')}`), ...(await this.#run(args))]);
  }

  /** Simulates, and shows the picture below the table of decisions. */
  async simulate(...args: readonly string[]): Promise<void> {
    const lines = await this.#run(['simulate', ...args]);
    const picture = lines.findIndex((line) => line.includes('Traffic of '));
    this.show([this.style.bold(`$ stackset simulate ${args.join(' ')}`), this.style.dim('…'), ...lines.slice(picture)]);
  }

  async #run(args: readonly string[]): Promise<readonly string[]> {
    const printed: string[] = [];
    const { stdout } = this.#context;
    const output = {
      write: (text: string) => printed.push(text),
      isTTY: stdout.isTTY === true,
      columns: (stdout.columns ?? WIDTH) - INDENT.length,
    };
    const exitCode = await runCli(args, { ...this.#context, stdout: output });
    if (exitCode !== 0) throw new Error(`stackset ${args.join(' ')} ended with ${exitCode}`);
    return printed.join('').trimEnd().split('\n');
  }

  /** What is in the package now. */
  async shop(): Promise<{ readonly shop: RenderedPackage; readonly objects: ReadonlyMap<string, readonly KubernetesObject[]> }> {
    const { folder } = this.repository;
    const { packages } = await planRender({ directories: [], allowRemoval: false, workingDirectory: folder });
    const [shop] = packages;
    if (!shop) throw new Error('the example holds no StackSet');
    return { shop, objects: await generatedObjects(shop, folder) };
  }

  async table(): Promise<void> {
    const { shop, objects } = await this.shop();
    const [header = '', ...rows] = stackTable(shop, objects);
    this.show([this.style.dim(header), ...rows]);
  }

  async commit(message: string): Promise<void> {
    const { git } = this.repository;
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    this.show([this.style.bold(`$ git commit -m "${message}"`)]);
  }
}
