import { OWN_CONTROLLER_ID } from '../../core/import/guess-config.ts';
import { CONTROLLER_ANNOTATION } from '../../core/model/annotations.ts';
import type { RenderedPackage } from '../package/render-plan.ts';
import type { ImportPlan } from './import-plan.ts';

/** One step of a migration, with the commands that do it. */
export interface MigrationStep {
  readonly text: string;
  readonly commands: readonly string[];
}

/** StackSets whose commands are written out; of more, those of one show how. */
const MOST_STACKSETS = 3;

/**
 * What is left to do by a person, in this order: the guide is docs/howto/migrate.md.
 * @param output the folder that was asked for, as a person would write it
 */
export function migrationSteps({ packages, config }: ImportPlan, output: string): readonly MigrationStep[] {
  const shown = packages.slice(0, MOST_STACKSETS);
  const rest = packages.length > shown.length ? `, and the same for ${packages.length - shown.length} more` : '';
  const stop: MigrationStep = {
    text: `Stop stackset-controller for what is imported${rest}. Then take the dump and import again: it may have moved traffic meanwhile.`,
    commands: shown.map(
      (each) => `kubectl annotate${place(each)} --overwrite stackset ${each.stackSet} ${CONTROLLER_ANNOTATION}=${OWN_CONTROLLER_ID}`,
    ),
  };
  const orphan: MigrationStep = {
    text: `Once that has synced: let go of the old StackSets and Stacks, but not of their children${rest}.`,
    commands: shown.flatMap((each) => [
      `kubectl delete${place(each)} stackset ${each.stackSet} --cascade=orphan`,
      `kubectl delete${place(each)} stacks -l stackset=${each.stackSet} --cascade=orphan`,
    ]),
  };
  return [
    ...(config.controllerId === OWN_CONTROLLER_ID ? [] : [stop]),
    { text: 'Look it over, commit it and push it.', commands: [`stackset validate ${output}`, `git add ${output}`] },
    {
      text: 'Point Argo CD or Flux here, and let it sync.',
      commands: packages.slice(0, MOST_STACKSETS).map((each) => each.output),
    },
    ...(config.applyStacks ? [] : [orphan]),
  ];
}

const place = ({ namespace }: RenderedPackage): string => (namespace === undefined ? '' : ` -n ${namespace}`);
