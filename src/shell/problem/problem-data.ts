import { formatPath } from '../../core/model/problem.ts';
import type { LocatedProblem } from './located-problem.ts';

/** A problem as every `-o json` prints it: the path as people write it; fields without a value are left out when it is printed. */
export const problemData = ({ severity, reason, file, line, column, object, path, message, remedy }: LocatedProblem): object => ({
  severity,
  reason,
  file,
  line,
  column,
  object,
  path: formatPath(path),
  message,
  remedy,
});
