import { freeState } from '../../core/intervene/edit-state.ts';
import { repositoryPath, type Target, withoutState } from './find-target.ts';
import { type InterventionPlan, refuse } from './intervention.ts';
import { buildMessage } from './message.ts';
import { stateChange } from './state-change.ts';

/** Frees a package that was copied, renamed or moved from its old controller and folder, so that the controller that it lies with adopts it. */
export function planAdopt(target: Target): InterventionPlan {
  const { member, state: found } = target;
  if (!found) return refuse(withoutState(target, 'The controller whose folders it is in adopts it by itself.'));
  const { name } = member.stackSet.metadata;
  const { controller, path, hold } = found.state.spec;
  if (controller === undefined && path === undefined && !hold) {
    return { kind: 'nothing', words: `${name} belongs to no controller; the one whose folders it is in adopts it` };
  }
  const here = repositoryPath(target, member.folder);
  const from = [...(controller === undefined ? [] : [controller]), ...(path === undefined ? [] : [`in ${path}`])].join(' ');
  return {
    kind: 'planned',
    intervention: {
      title: `${name}: free the package in ${here} from ${from === '' ? 'its hold' : from}`,
      rows: [],
      changes: [stateChange(found, freeState(found.state))],
      message: buildMessage(member.stackSet, 'Freed', `let the package in ${here} be adopted`),
      next: [
        `The sync controller whose folders ${here} is in adopts it, with its traffic as it is${hold ? '; the hold ends' : ''}.`,
        'Then it moves traffic to what spec.traffic asks for: make sure that no other controller applies the same objects.',
      ],
    },
  };
}
