import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { guessConfig } from '../../core/import/guess-config.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import { configSource } from '../package/find-config.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import { emitDocument } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';
import type { ImportOptions } from './import-plan.ts';

export const CONFIG_FILE = 'render-config.yaml';

/** The settings of an import; none where the file that was named has errors. */
export interface ImportConfig {
  readonly config?: RenderConfig;
  /** What the package's own file says. */
  readonly text: string;
  readonly problems: readonly LocatedProblem[];
}

/** The RenderConfig that was named, comments and all, or what the live objects show. */
export function importConfig(options: ImportOptions, objects: readonly KubernetesObject[]): ImportConfig {
  if (options.configFile === undefined) {
    const config = guessConfig(objects);
    return { config, text: guessedText(config), problems: [] };
  }
  const { config, ...found } = configSource(options, new Map(), [])(options.workingDirectory);
  const problems = found.problems.map((problem) => relativeProblem(problem, options.workingDirectory));
  if (!config) return { text: '', problems };
  return { config, text: documentText(readFileSync(resolve(options.workingDirectory, options.configFile), 'utf8')), problems };
}

/** The RenderConfig's own part of a file. */
function documentText(text: string): string {
  const { documents } = parseYaml(text);
  const found = documents.find(({ value }) => (value as { readonly kind?: unknown }).kind === 'RenderConfig');
  return found ? `${text.slice(found.start, found.end).trim()}\n` : text;
}

const HEAD = '# Guessed by stackset import from what is live; look it over.';

/** What only stackset-controller's own flags tell. */
const UNSEEN = `  # No live object shows which annotations the controller kept in step (its flag --sync-ingress-annotation): name them here.
  syncIngressAnnotations: []
`;

function guessedText({ clusterDomains, controllerId, forwardSupport }: RenderConfig): string {
  const document = emitDocument({
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'RenderConfig',
    metadata: { name: 'render-config', annotations: { 'config.kubernetes.io/local-config': 'true' } },
    spec: {
      clusterDomains,
      ...(controllerId !== '' && { controllerId }),
      ...(forwardSupport && { forwardSupport }),
    },
  });
  return `${HEAD}\n${document}${UNSEEN}`;
}
