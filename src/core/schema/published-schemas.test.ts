import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../shell/yaml/read.ts';

const FILES: Readonly<Record<string, string>> = {
  StackSet: 'stackset',
  Stack: 'stack',
  StackSetState: 'stackset-state',
  RenderConfig: 'render-config',
  SyncConfig: 'sync-config',
};

/** Only the checks in code know these: an editor takes the first two, and offers the metric types that render reports in better words. */
const DIFFERENT_IN_EDITORS: ReadonlySet<string> = new Set([
  'version-empty',
  'version-null',
  'metric-semantics-are-left-to-render',
  'accepted-as-dumped-by-kubectl',
]);

const root = new URL('../../../', import.meta.url);
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>(
  Object.entries(FILES).map(([kind, file]) => [kind, ajv.compile(JSON.parse(readFileSync(new URL(`schemas/${file}.json`, root), 'utf8')))]),
);

describe('schemas/*.json take and refuse what the checks do', () => {
  const cases = readdirSync(new URL('fixtures/schema/', root)).flatMap((name) => {
    const { documents } = parseYaml(readFileSync(new URL(`fixtures/schema/${name}/input.yaml`, root), 'utf8'));
    const value = documents[0]?.value as { readonly kind: string };
    const validate = validators.get(value.kind);
    const accepted = !readFileSync(new URL(`fixtures/schema/${name}/errors.txt`, root), 'utf8').startsWith('error');
    return validate === undefined || DIFFERENT_IN_EDITORS.has(name) ? [] : [{ name, value, validate, accepted }];
  });

  test('there are cases', () => expect(cases.length).toBeGreaterThan(40));

  test.each(cases)('$name', ({ value, validate, accepted }) => {
    expect(validate(value)).toBe(accepted);
  });
});
