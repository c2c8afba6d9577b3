import type { FieldPath, Problem } from '../../model/problem.ts';
import { fieldAt } from '../field-at.ts';
import { invalid } from './finding.ts';
import { type Transport, transportOf } from './repository-url.ts';

const PATH: FieldPath = ['spec', 'repository', 'credentials'];
const KINDS = ['ssh', 'token', 'githubApp'] as const;
type Kind = (typeof KINDS)[number];

/** What is wrong with the credentials of a `spec.repository` that fits its schema: which there are, and whether the URL takes them. */
export function checkCredentials(repository: unknown): readonly Problem[] {
  const credentials = fieldAt(repository, ['credentials']);
  if (credentials === undefined) return [];
  const given = KINDS.filter((kind) => fieldAt(credentials, [kind]) !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) return [ambiguous(PATH, given, KINDS)];
  const url = fieldAt(repository, ['url']);
  const transport = typeof url === 'string' ? transportOf(url) : undefined;
  return [...checkKind(kind, fieldAt(credentials, [kind])), ...(transport ? checkFit(kind, transport) : [])];
}

function checkKind(kind: Kind, fields: unknown): readonly Problem[] {
  switch (kind) {
    case 'ssh':
      return [];
    case 'token': {
      const sources = ['file', 'environment'] as const;
      const given = sources.filter((source) => fieldAt(fields, [source]) !== undefined);
      return given.length === 1 ? [] : [ambiguous([...PATH, kind], given, sources)];
    }
    case 'githubApp':
      return [...checkId(fields, 'appId', /^[A-Za-z0-9][A-Za-z0-9._-]*$/), ...checkId(fields, 'installationId', /^\d+$/)];
  }
}

function checkFit(kind: Kind, transport: Transport): readonly Problem[] {
  const path = [...PATH, kind];
  const fits = kind === 'ssh' ? transport === 'ssh' : transport === 'https' || transport === 'http';
  if (!fits) {
    const wanted = kind === 'ssh' ? 'an SSH URL' : 'an https URL';
    const remedy =
      kind === 'ssh'
        ? 'Give a token, or write the URL as user@host:path.'
        : 'Write the URL as https://host/path, or give other credentials.';
    return [
      invalid({
        reason: 'CredentialsUnfit',
        path,
        message: `\`${kind}\` is for ${wanted}, and the repository’s is one of ${transport}`,
        remedy,
      }),
    ];
  }
  if (transport !== 'http') return [];
  const inClear = invalid({
    reason: 'CredentialsInClear',
    path,
    message: 'with http, everybody on the way can read the token',
    remedy: 'Write the URL with https.',
  });
  return [{ ...inClear, severity: 'warning' }];
}

/** Goes into the path of an address and into a signed token. */
function checkId(fields: unknown, name: string, form: RegExp): readonly Problem[] {
  const id = fieldAt(fields, [name]);
  if (id === undefined || form.test(String(id))) return [];
  return [
    invalid({
      reason: 'InvalidFormat',
      path: [...PATH, 'githubApp', name],
      message: `\`${name}\` is no id of GitHub`,
      remedy: 'Write the number that the app’s page shows.',
    }),
  ];
}

function ambiguous(path: FieldPath, given: readonly string[], all: readonly string[]): Problem {
  const message = given.length === 0 ? 'no credentials are named' : `${given.join(' and ')} are both given, and one is used`;
  return invalid({ reason: 'CredentialsAmbiguous', path, message, remedy: `Give one of ${all.join(', ')}.` });
}
