import { stackFile } from '../../core/layout/generated-files.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { PlannedStack } from '../../core/model/stack-plan.ts';
import type { RenderedPackage } from '../package/render-plan.ts';
import { formatTable } from './format-table.ts';
import { isApplied } from './generated-objects.ts';

const HEADER = ['STACK', 'WEIGHT', 'SEGMENT', 'OBJECTS', 'REPLICAS'];
const NUMBERS: ReadonlySet<number> = new Set([1, 3]);

/** The stacks of a package, a line each, below a header. */
export function stackTable({ stacks }: RenderedPackage, objects: ReadonlyMap<string, readonly KubernetesObject[]>): readonly string[] {
  return formatTable([HEADER, ...stacks.map((stack) => row(stack, objects.get(stackFile(stack.name)) ?? []))], NUMBERS);
}

function row({ name, decision }: PlannedStack, objects: readonly KubernetesObject[]): readonly string[] {
  const [lower, upper] = decision.segment;
  const segment = `[${lower.toFixed(2)}, ${upper.toFixed(2)})`;
  return [name, `${decision.weight} %`, segment, String(objects.filter(isApplied).length), replicas(objects)];
}

/** The autoscaler's range, else the Deployment's number. */
function replicas(objects: readonly KubernetesObject[]): string {
  const specOf = (kind: string) => objects.find((object) => object.kind === kind)?.spec as Readonly<Record<string, number>> | undefined;
  const autoscaler = specOf('HorizontalPodAutoscaler');
  return autoscaler ? `${autoscaler.minReplicas ?? 1}–${autoscaler.maxReplicas}` : String(specOf('Deployment')?.replicas ?? 1);
}
