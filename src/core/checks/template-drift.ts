import { buildStackSpec } from '../lifecycle/build-stack.ts';
import { formatPath, type Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack, StackSpec } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { synchronizeAnnotations } from '../resources/synchronize-annotations.ts';
import { templatePath } from '../resources/template-problem.ts';
import { type DifferingField, differingFields } from './differing-fields.ts';
import { warningOn } from './finding.ts';

/** Fields named in a message; the rest is counted. */
const MOST_FIELDS = 8;
const MOST_CHARACTERS = 40;

/**
 * A template that was changed under a version whose Stack exists: the Stack is a snapshot, so the change is not rolled out. Says in
 * which fields; annotations that follow the StackSet on every stack are meant to change and do not count.
 * @param stack the Stack of the StackSet's current version, as it is in Git
 */
export function templateDrift(stackSet: StackSet, stack: Stack, config: RenderConfig): readonly Problem[] {
  const before = withoutSynchronized(buildStackSpec({ ...stackSet, spec: specOf(stack) }), config);
  const after = withoutSynchronized(buildStackSpec(stackSet), config);
  const fields = differingFields(before, after);
  if (fields.length === 0) return [];
  const rest = fields.length > MOST_FIELDS ? ` and ${fields.length - MOST_FIELDS} more` : '';
  const { version } = stackSet.spec.stackTemplate.spec;
  return [
    warningOn(stackSet, {
      reason: 'TemplateDrift',
      path: ['spec', 'stackTemplate', 'spec', 'version'],
      message: `${stack.metadata.name} stays as it was made, for the version is still ${version || 'the default'}; changed since: ${fields.slice(0, MOST_FIELDS).map(describe).join(', ')}${rest}`,
      remedy: 'Give spec.stackTemplate.spec.version a new value to roll the change out, or undo it.',
    }),
  ];
}

/** A Stack's spec as a StackSet would have it, so that both sides get the same defaults. */
function specOf({ spec }: Stack): StackSet['spec'] {
  const { ingress, externalIngress, routegroup, ...template } = spec;
  return {
    ...(ingress && { ingress }),
    ...(externalIngress && { externalIngress }),
    ...(routegroup && { routegroup }),
    stackTemplate: { spec: template },
  };
}

function withoutSynchronized(spec: StackSpec, { syncIngressAnnotations }: RenderConfig): StackSpec {
  const strip = <Route extends NonNullable<StackSpec['ingress'] | StackSpec['routegroup']>>(route: Route): Route => ({
    ...route,
    metadata: { ...route.metadata, annotations: synchronizeAnnotations(route.metadata?.annotations ?? {}, {}, syncIngressAnnotations) },
  });
  return { ...spec, ...(spec.ingress && { ingress: strip(spec.ingress) }), ...(spec.routegroup && { routegroup: strip(spec.routegroup) }) };
}

function describe({ path, before, after }: DifferingField): string {
  const field = formatPath(templatePath(['spec', ...path]));
  if (before === undefined) return `${field} (added: ${shorten(after)})`;
  return after === undefined ? `${field} (removed: ${shorten(before)})` : `${field} (${shorten(before)}, now ${shorten(after)})`;
}

function shorten(value: unknown): string {
  const text =
    typeof value === 'bigint' ? String(value) : JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner));
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
