import type { Plan } from '../../../core/model/plan.ts';

/** The plan for programs. Integers beyond 2^53, which are bigint here, are written as the numbers that they are. */
export function formatPlanJson(plan: Plan): string {
  const integers: string[] = [];
  const mark = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' ? `\u0000${integers.push(value.toString()) - 1}\u0000` : value;
  const text = JSON.stringify(plan, mark, 2);
  return `${text.replace(/"\\u0000(\d+)\\u0000"/g, (_match, index) => integers[Number(index)] ?? '0')}\n`;
}
