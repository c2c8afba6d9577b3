import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emitDocument } from '../yaml/emit.ts';
import { performPlan } from './perform-plan.ts';
import { planRender } from './plan-render.ts';

const stackSet = (name: string, version: string): unknown => ({
  apiVersion: 'zalando.org/v1',
  kind: 'StackSet',
  metadata: { name, labels: { application: name } },
  spec: {
    ingress: { hosts: [`${name}.example.org`], backendPort: 8080 },
    stackTemplate: {
      spec: {
        version,
        configurationResources: [{ configMapRef: { name: `${name}-${version}-config` } }],
        podTemplate: { spec: { containers: [{ name: 'app', image: `${name}:${version}`, ports: [{ containerPort: 8080 }] }] } },
      },
    },
  },
});
const configMap = (name: string): unknown => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { of: name } });
const renderConfig = {
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'RenderConfig',
  metadata: { name: 'c' },
  spec: { clusterDomains: ['example.org'] },
};

/** Renders two versions, with the documents laid out in files as given; returns the generated files. */
async function rendered(layout: readonly (readonly number[])[]): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'stackset-order-'));
  try {
    for (const version of ['v1', 'v2']) {
      const documents = [
        stackSet('shop', version),
        stackSet('blog', version),
        configMap('shop-v1-config'),
        configMap('blog-v1-config'),
        renderConfig,
      ];
      mkdirSync(join(folder, 'package'), { recursive: true });
      for (const [index, places] of layout.entries()) {
        writeFileSync(join(folder, 'package', `${index}.yaml`), places.map((place) => emitDocument(documents[place])).join('---\n'));
      }
      const plan = await planRender({ directories: [], allowRemoval: false, workingDirectory: folder });
      performPlan(plan, folder);
    }
    const stacks = join(folder, 'package', 'stacks');
    return Object.fromEntries(readdirSync(stacks).map((file) => [file, readFileSync(join(stacks, file), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The five documents in any order, cut into files anywhere. */
const layouts = fc
  .tuple(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
  .map(([order, cuts]) => {
    const files: number[][] = [];
    for (const [index, place] of order.entries()) {
      const last = files.at(-1);
      if (last && !cuts[index]) last.push(place);
      else files.push([place]);
    }
    return files;
  });

test('the order of files and documents makes no difference', { timeout: 120_000 }, async () => {
  const expected = await rendered([[0], [1], [2], [3], [4]]);
  expect(Object.keys(expected)).toHaveLength(7);
  const sameFiles = async (layout: readonly (readonly number[])[]): Promise<void> => {
    expect(await rendered(layout)).toEqual(expected);
  };
  await fc.assert(fc.asyncProperty(layouts, sameFiles), { numRuns: 200 });
});
