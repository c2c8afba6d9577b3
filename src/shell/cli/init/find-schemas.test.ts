import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findSchemas } from './find-schemas.ts';

test.each([
  ['in a folder above', 'node_modules/stackset-gitops/schemas', '../../node_modules/stackset-gitops/schemas'],
  ['nowhere', 'node_modules/another', undefined],
])('the schemas of a project that is installed %s', async (_name, installed, expected) => {
  const root = await mkdtemp(join(tmpdir(), 'schemas-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, installed), { recursive: true });
  expect(findSchemas(join(root, 'apps/shop'))).toEqual(expected);
});
