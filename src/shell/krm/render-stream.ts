import { LOCAL_CONFIG_ANNOTATION } from '../../core/model/annotations.ts';
import { hasErrors } from '../../core/model/problem.ts';
import { locate, yamlProblem } from '../package/file-problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { emitDocument } from '../yaml/emit.ts';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';
import { checkIdentities } from './identity.ts';
import { apiGroup, isKrmObject, type KrmObject } from './item.ts';
import type { ItemProblem } from './item-problem.ts';
import { checkShape } from './item-shape.ts';
import { planItems } from './plan-items.ts';

/** A text that objects come in, and what it is called in messages. */
export interface ObjectText {
  readonly file: string;
  readonly text: string;
}

/** The objects that are to be applied, as YAML; none where a problem is an error. */
export interface RenderedStream {
  readonly yaml: string;
  readonly problems: readonly LocatedProblem[];
}

/** An object with its place and its own bytes. */
interface Source {
  readonly file: string;
  readonly document: YamlDocument;
  readonly text: string;
}

/**
 * Expands the StackSets of a stream of objects, as Helm hands one to a post-renderer. What is applied goes out: StackSets, Stacks and this
 * project's own kinds do not, unless they are to be applied. Everything else goes out byte for byte.
 * @param settings a file with a RenderConfig; without it, one among the objects counts
 */
export function renderStream(input: ObjectText, settings?: ObjectText): RenderedStream {
  const [read, config] = [readObjects(input), settings ? readObjects(settings) : NOTHING];
  const functionConfig = [...config.objects.keys()].find(({ kind }) => kind === 'RenderConfig');
  const objects = [...read.objects.keys()];
  const found = [...read.problems, ...config.problems, ...(settings && !functionConfig ? [withoutConfig(settings)] : [])];
  if (hasErrors(found)) return { yaml: '', problems: found };
  const place = placeIn(new Map([...read.objects, ...config.objects]), input.file);
  const clashes = checkIdentities(objects);
  if (hasErrors(clashes)) return { yaml: '', problems: clashes.map(place) };
  const { items, problems } = planItems(objects, functionConfig, () => undefined);
  const located = [...found, ...problems.map(place)];
  if (hasErrors(located)) return { yaml: '', problems: located };
  const texts = items.filter(isApplied).map((item) => read.objects.get(item)?.text ?? emitDocument(item));
  return { yaml: texts.map((text) => `---\n${text}`).join(''), problems: located };
}

interface ReadObjects {
  readonly objects: ReadonlyMap<KrmObject, Source>;
  readonly problems: readonly LocatedProblem[];
}

const NOTHING: ReadObjects = { objects: new Map(), problems: [] };

function readObjects({ file, text }: ObjectText): ReadObjects {
  const { documents, problems } = parseYaml(text);
  const faults = documents.flatMap((document) =>
    checkShape(document.value, `document ${document.index + 1}`).map((problem) => locate(problem, file, document)),
  );
  const sources = documents.flatMap((document): readonly (readonly [KrmObject, Source])[] => {
    if (!isKrmObject(document.value)) return [];
    return [[document.value, { file, document, text: linesOf(text.slice(document.start, document.end)) }]];
  });
  return { objects: new Map(sources), problems: [...problems.map((problem) => yamlProblem(file, problem)), ...faults] };
}

/** What stands between two `---`, which begins where a line does and ends so. */
const linesOf = (text: string): string => text.replace(/^\r?\n/, '').replace(/[^\n]$/, '$&\n');

const placeIn =
  (sources: ReadonlyMap<KrmObject, Source>, file: string) =>
  ({ item, ...problem }: ItemProblem): LocatedProblem => {
    const source = item && sources.get(item);
    return source ? locate(problem, source.file, source.document) : { ...problem, file };
  };

/** Of other kinds it is none of this project's business what an annotation says. */
function isApplied(object: KrmObject): boolean {
  if (!['zalando.org', 'stackset-gitops.dev'].includes(apiGroup(object))) return true;
  return object.metadata?.annotations?.[LOCAL_CONFIG_ANNOTATION] !== 'true';
}

const withoutConfig = ({ file }: ObjectText): LocatedProblem => ({
  severity: 'error',
  reason: 'RenderConfigMissing',
  path: [],
  message: 'the file holds no RenderConfig',
  remedy: 'Name a file with apiVersion stackset-gitops.dev/v1alpha1, kind RenderConfig.',
  file,
});
