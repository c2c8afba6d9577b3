import { describe, expect, test } from 'vitest';
import { stackSetText } from '../controller/testing/packages.ts';
import { parseYaml } from '../yaml/read.ts';
import { renderStream } from './render-stream.ts';

const CONFIG = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: a}\nspec: {clusterDomains: [example.org]}\n';
const OTHER = '# Source: shop/templates/other.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name:   shop} # as it is\n';

const stream = (...documents: readonly string[]) => ({ file: '<stdin>', text: documents.map((document) => `---\n${document}`).join('') });
const render = (...documents: readonly string[]) => renderStream(stream(...documents));
const names = (yaml: string): readonly string[] =>
  parseYaml(yaml).documents.map(({ value }) => {
    const { kind, metadata } = value as { readonly kind: string; readonly metadata: { readonly name: string } };
    return `${kind} ${metadata.name}`;
  });

describe('a stream of objects', () => {
  test('has the children of its StackSets, and neither them nor their Stacks', () => {
    const { yaml, problems } = render(stackSetText());
    expect(problems).toEqual([]);
    expect(names(yaml)).toEqual([
      'Deployment shop-v1',
      'Service shop-v1',
      'Ingress shop-v1-traffic-segment',
      'Ingress shop-traffic-fallback',
    ]);
  });

  test('keeps everything else byte for byte', () => {
    expect(render(OTHER, stackSetText()).yaml).toContain(`---\n${OTHER}`);
    expect(render(OTHER).yaml).toBe(`---\n${OTHER}`);
    expect(render().yaml).toBe('');
  });

  test.each([
    ['indented', '  apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n'],
    ['with lines at the end that count', 'apiVersion: v1\nkind: A\nmetadata: {name: a}\ntext: |+\n  a\n\n\n'],
    ['with line ends of Windows', 'apiVersion: v1\r\nkind: A\r\nmetadata: {name: a}\r\n'],
    ['with comments around it', '# before\n\napiVersion: v1\nkind: A\nmetadata: {name: a}\n# after\n'],
    ['of JSON', '{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}}\n'],
    ['with an anchor', 'apiVersion: v1\nkind: A\nmetadata: {name: &a a}\nspec: *a\n'],
  ])('keeps an object as it is that is %s', (_what, text) => {
    expect(renderStream({ file: '<stdin>', text }).yaml).toBe(`---\n${text}`);
    expect(render(text, OTHER).yaml).toBe(`---\n${text}---\n${OTHER}`);
    expect(renderStream({ file: '<stdin>', text: `${text}---\n${OTHER.trimEnd()}` }).yaml).toBe(`---\n${text}---\n${OTHER}`);
  });

  test('is rendered by a RenderConfig in it, or by the one that is given', () => {
    for (const { yaml } of [render(CONFIG, stackSetText()), renderStream(stream(stackSetText()), { file: 'config.yaml', text: CONFIG })]) {
      expect(names(yaml)).toContain('Ingress shop-v1');
      expect(names(yaml)).not.toContain('RenderConfig a');
    }
  });

  test('has StackSet and Stacks too, where they are applied', () => {
    const { yaml } = render(CONFIG.replace('spec: {', 'spec: {applyStacks: true, '), stackSetText());
    expect(names(yaml)).toEqual(expect.arrayContaining(['StackSet shop', 'Stack shop-v1']));
  });

  test('gives the same a second time, with its Stacks', () => {
    const first = render(CONFIG.replace('spec: {', 'spec: {applyStacks: true, '), stackSetText()).yaml;
    expect(names(render(CONFIG.replace('spec: {', 'spec: {applyStacks: true, '), first).yaml).toSorted()).toEqual(names(first).toSorted());
  });
});

describe('what is wrong with it', () => {
  test.each([
    ['a field', [OTHER, stackSetText().replace('replicas', 'replcias')], 'UnknownField', 18],
    ['YAML', ['a: [\n'], 'YamlInvalid', undefined],
    ['an object twice', [OTHER, OTHER], 'DuplicateObject', 8],
    ['something that is no object', ['- a\n'], 'NotKrm', 2],
    ['the settings in it', [CONFIG.replace('clusterDomains', 'clusterDomain'), stackSetText()], 'UnknownField', 5],
  ])('%s', (_what, documents, reason, line) => {
    const { yaml, problems } = render(...documents);
    expect(yaml).toBe('');
    expect(problems[0]).toMatchObject({ reason, file: '<stdin>', ...(line !== undefined && { line }) });
  });

  test('the file of the settings', () => {
    const wrong = renderStream(stream(stackSetText()), { file: 'config.yaml', text: CONFIG.replace('clusterDomains', 'clusterDomain') });
    expect(wrong.problems).toMatchObject([{ reason: 'UnknownField', file: 'config.yaml', line: 4 }]);
    const none = renderStream(stream(stackSetText()), { file: 'config.yaml', text: OTHER });
    expect(none.problems).toMatchObject([{ reason: 'RenderConfigMissing', file: 'config.yaml' }]);
  });
});
