import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_RENDER_CONFIG } from '../model/render-config.ts';
import { readRenderConfig } from './read-render-config.ts';

const renderConfig = (spec: unknown) => ({
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'RenderConfig',
  metadata: { name: 'render' },
  spec,
});
const configMap = (data: unknown) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'function-input' }, data });

describe('the settings of render', () => {
  test.each([
    ['a RenderConfig without spec', { apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'RenderConfig' }],
    ['a RenderConfig whose spec holds comments only', renderConfig(null)],
    ['an empty RenderConfig', renderConfig({})],
    ['a ConfigMap without data', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'function-input' } }],
    ['an empty ConfigMap', configMap({})],
  ])('%s gives the defaults', (_name, object) => {
    expect(readRenderConfig(object)).toEqual({ config: DEFAULT_RENDER_CONFIG, problems: [] });
  });

  test('a ConfigMap says in text what a RenderConfig says', () => {
    const spec = {
      clusterDomains: ['apps.example.org', 'example.org'],
      syncIngressAnnotations: [],
      gapFallback: false,
      forwardSupport: true,
      weightPrecision: 0.1,
      output: 'deploy/stacks',
      controllerId: '',
    };
    const data = {
      clusterDomains: 'apps.example.org, example.org,',
      syncIngressAnnotations: '',
      gapFallback: 'false',
      forwardSupport: 'true',
      weightPrecision: '0.1',
      output: 'deploy/stacks',
      controllerId: '',
    };
    expect(readRenderConfig(configMap(data))).toEqual(readRenderConfig(renderConfig(spec)));
    expect(readRenderConfig(configMap(data))).toEqual({ config: { ...DEFAULT_RENDER_CONFIG, ...spec }, problems: [] });
  });

  test('a field with an error keeps its default, the others count', () => {
    const { config, problems } = readRenderConfig(renderConfig({ output: '../elsewhere', gapFallback: false }));
    expect(config).toEqual({ ...DEFAULT_RENDER_CONFIG, gapFallback: false });
    expect(problems.map(({ path }) => path)).toEqual([['spec', 'output']]);
  });

  test('in a ConfigMap, a problem in a list is shown at the setting', () => {
    const { problems } = readRenderConfig(configMap({ clusterDomains: 'apps.example.org, a_b' }));
    expect(problems.map(({ path }) => path)).toEqual([['data', 'clusterDomains']]);
  });

  test.each([[undefined], [null], [[]], ['text'], [{}], [{ kind: 'Secret' }], [{ apiVersion: 'v2', kind: 'ConfigMap' }]])(
    'anything else is an error: %j',
    (object) => {
      expect(readRenderConfig(object).problems.map(({ reason }) => reason)).toEqual(['OtherKind']);
    },
  );

  test('an output that is accepted never leaves the package', () => {
    const step = fc.constantFrom('.', '..', '...', 'a', '.a', '..a', 'a..', '', 'a b', '\\', 'a\\b');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        const { config, problems } = readRenderConfig(renderConfig({ output: steps.join('/') }));
        const wanted = steps.length > 0 && steps.every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\\'));
        expect(problems.length === 0).toBe(wanted);
        expect(config.output).toBe(wanted ? steps.join('/') : DEFAULT_RENDER_CONFIG.output);
      }),
      { numRuns: 1000 },
    );
  });
});
