import { formatPath, type Problem } from '../../core/model/problem.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { isNamed, type KrmObject } from './item.ts';
import { placementOf } from './placement.ts';
import type { FunctionResult } from './resource-list.ts';

/** A problem with the item that it is about, which tells its file. */
export interface ItemProblem extends Problem {
  readonly item?: KrmObject;
}

/** An error about an item as such. */
export const itemError = (item: KrmObject, reason: string, message: string, remedy: string): ItemProblem => ({
  severity: 'error',
  reason,
  path: [],
  message,
  remedy,
  item,
});

export const about = (item: KrmObject, problems: readonly Problem[]): readonly ItemProblem[] =>
  problems.map((problem) => ({ ...problem, item }));

/** The problem as orchestrators show and store it. */
export function resultOf(problem: ItemProblem): FunctionResult {
  const { item, path } = problem;
  const placement = item && placementOf(item);
  const resourceRef = referenceOf(problem);
  const currentValue = item && scalar(fieldAt(item, path));
  return {
    message: `${problem.message}. ${problem.remedy}`,
    severity: problem.severity,
    ...(resourceRef && { resourceRef }),
    ...(placement && { file: placement }),
    ...(path.length > 0 && { field: { path: formatPath(path), ...(currentValue !== undefined && { currentValue }) } }),
    tags: { reason: problem.reason },
  };
}

function referenceOf({ object, item }: ItemProblem): FunctionResult['resourceRef'] {
  if (object) return object;
  if (!item || !isNamed(item)) return undefined;
  const { apiVersion, kind, metadata } = item;
  return { apiVersion, kind, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }), name: metadata.name };
}

/** A whole object as the current value would bury the message. */
const scalar = (value: unknown): unknown => (typeof value === 'object' ? undefined : value);
