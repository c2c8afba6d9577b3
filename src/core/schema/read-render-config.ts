import type { Problem } from '../model/problem.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../model/render-config.ts';
import { checkRenderConfigFields } from './check-render-config.ts';
import { fieldAt } from './field-at.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the settings from a RenderConfig, or from a ConfigMap with the same names under `data`, since
 * `kpt fn eval -- key=value` sends one: there lists are separated by commas, booleans are `true` or `false`, and all is text.
 * Fields that are missing, and those with an error, get their default.
 * @param object the document, as read from YAML; of any shape
 */
export function readRenderConfig(object: unknown): { readonly config: RenderConfig; readonly problems: readonly Problem[] } {
  const kind = fieldAt(object, ['kind']);
  if (kind === 'ConfigMap' && fieldAt(object, ['apiVersion']) === 'v1') return readConfigMap(object);
  if (kind !== 'RenderConfig') return { config: DEFAULT_RENDER_CONFIG, problems: [otherKind(kind)] };
  const problems = checkRenderConfigFields(object);
  return { config: withDefaults(fieldAt(object, ['spec']), problems), problems };
}

function readConfigMap(configMap: unknown): { readonly config: RenderConfig; readonly problems: readonly Problem[] } {
  const data = fieldAt(configMap, ['data']);
  const spec = isObject(data) ? Object.fromEntries(Object.entries(data).map(([name, text]) => [name, readText(name, text)])) : data;
  const renderConfig = { apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'RenderConfig', ...(spec === undefined ? {} : { spec }) };
  const problems = checkRenderConfigFields(renderConfig);
  return { config: withDefaults(spec, problems), problems: problems.map(belowData) };
}

/** The text as what the setting's default is; as it stands where it cannot be read, so that the schema's check says what is wrong. */
function readText(name: string, text: unknown): unknown {
  if (typeof text !== 'string' || !Object.hasOwn(DEFAULT_RENDER_CONFIG, name)) return text;
  const fallback = DEFAULT_RENDER_CONFIG[name as keyof RenderConfig];
  if (Array.isArray(fallback)) return text.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
  if (typeof fallback === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (typeof fallback === 'number' && /^\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}

/** In a ConfigMap a list is one line of text: a path ends at the setting. */
function belowData(problem: Problem): Problem {
  return problem.path[0] === 'spec' ? { ...problem, path: ['data', ...problem.path.slice(1, 2)] } : problem;
}

function withDefaults(spec: unknown, problems: readonly Problem[]): RenderConfig {
  if (!isObject(spec)) return DEFAULT_RENDER_CONFIG;
  const faulty = new Set(problems.map((problem) => problem.path[1]));
  const names = Object.keys(DEFAULT_RENDER_CONFIG).filter((name) => Object.hasOwn(spec, name) && !faulty.has(name));
  return { ...DEFAULT_RENDER_CONFIG, ...Object.fromEntries(names.map((name) => [name, spec[name]])) };
}

function otherKind(kind: unknown): Problem {
  return {
    severity: 'error',
    reason: 'OtherKind',
    path: ['kind'],
    message: typeof kind === 'string' ? `${kind} holds no settings of render` : 'the object has no kind',
    remedy: 'Give a RenderConfig of stackset-gitops.dev/v1alpha1, or a ConfigMap of v1 with the settings under data.',
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
