import { relative } from 'node:path';
import type { StackDecision } from '../../core/model/stack-plan.ts';
import { surroundingsOf } from '../../core/resources/render-stack.ts';
import type { Member } from './member.ts';

/**
 * Raised whenever the same input gives other children than before, so that files of an older version are rendered again.
 * `render-input.test.ts` fails where the output changed and this did not.
 */
export const RENDER_REVISION = 1;

/** All that a stack's file depends on besides the frozen Stack in it; JSON of it is hashed into the file's header. */
export function renderInput({ stackSet, config }: Pick<Member, 'stackSet' | 'config'>, decision: StackDecision): unknown {
  const { output: _output, source: _source, controllerId: _controller, ...rules } = config;
  return [RENDER_REVISION, surroundingsOf(stackSet, decision, config), rules];
}

/** From the output folder to the package's, with `/`. */
export const packagePath = ({ folder, output }: Pick<Member, 'folder' | 'output'>): string =>
  relative(output, folder).replaceAll('\\', '/');
