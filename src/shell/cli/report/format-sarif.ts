import type { Log, ReportingDescriptor, Result } from 'sarif';
import { version } from '../../../../package.json';
import { formatPath } from '../../../core/model/problem.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';

/**
 * Problems as SARIF 2.1.0, which code scanning shows beside the lines of a pull request. Paths are relative to the working directory, as
 * `%SRCROOT%`: run in the repository's root. An error without a file stands for the whole run, so it has no location.
 */
export function formatSarif(problems: readonly LocatedProblem[]): string {
  const reasons = [...new Set(problems.map(({ reason }) => reason))].sort();
  const rules = reasons.map((reason): ReportingDescriptor => ({ id: reason, name: reason, shortDescription: { text: wordsOf(reason) } }));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'stackset', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => buildResult(problem, reasons.indexOf(problem.reason))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function buildResult(problem: LocatedProblem, ruleIndex: number): Result {
  const { file, line, column, object, path } = problem;
  const field = [...(object ? [`${object.kind} ${object.name}`] : []), ...(path.length > 0 ? [formatPath(path)] : [])].join(': ');
  const region = line === undefined ? {} : { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } };
  return {
    ruleId: problem.reason,
    ruleIndex,
    level: problem.severity,
    message: { text: `${field === '' ? '' : `${field}: `}${problem.message}. ${problem.remedy}` },
    ...(file !== undefined && {
      locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' }, ...region } }],
    }),
    // Lines move with every edit above them; what and where in the object it is stays, so an alert is known again.
    partialFingerprints: { 'problem/v1': [problem.reason, file ?? '', field].join('\n') },
  };
}

/** `BackendPortMismatch` as "Backend port mismatch". */
const wordsOf = (reason: string): string => {
  const words = reason.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
