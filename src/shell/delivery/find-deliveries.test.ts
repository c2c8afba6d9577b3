import { describe, expect, test } from 'vitest';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { assignedDeliveries } from './assigned-deliveries.ts';
import { findDeliveries, keyOf } from './find-deliveries.ts';

type Marks = Partial<Pick<LiveObject['metadata'], 'annotations' | 'labels' | 'name'>>;

const live = ({ name = 'shop-v1', ...marks }: Marks, kind = 'Deployment'): LiveObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { namespace: 'shop', name, ...marks },
});

const tracked = (id: string): LiveObject => live({ annotations: { 'argocd.argoproj.io/tracking-id': id } });
const labelled = (instance: string): LiveObject => live({ labels: { 'app.kubernetes.io/instance': instance } });
const reconciled = live({
  labels: {
    'app.kubernetes.io/instance': 'something',
    'kustomize.toolkit.fluxcd.io/name': 'apps',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  },
});

const found = (...objects: readonly LiveObject[]): readonly string[] => findDeliveries(objects, 'argocd').map(keyOf);

describe('what applied live objects', () => {
  test.each<readonly [string, readonly LiveObject[], readonly string[]]>([
    ['is the Application that tracks them', [tracked('shop:apps/Deployment:shop/shop-v1')], ['Application/argocd/shop']],
    ['may be in any namespace', [tracked('team_shop:apps/Deployment:shop/shop-v1')], ['Application/team/shop']],
    ['is not what tracks an object that the annotation was copied from', [tracked('shop:apps/Deployment:shop/shop-v0')], []],
    ['is not what tracks another kind', [tracked('shop:apps/ReplicaSet:shop/shop-v1')], []],
    ['is nothing where the annotation is none', [tracked('shop'), tracked(''), tracked(':/:/')], []],
    [
      'is told by a label, where nothing else tells it',
      [labelled('shop'), labelled('team_shop')],
      ['Application/argocd/shop', 'Application/team/shop'],
    ],
    ['is not told by that label else', [tracked('shop:apps/Deployment:shop/shop-v1'), labelled('release')], ['Application/argocd/shop']],
    ['is the Kustomization that reconciles them', [reconciled], ['Kustomization/flux-system/apps']],
    [
      'is each of several, once',
      [reconciled, tracked('shop:apps/Deployment:shop/shop-v1'), reconciled],
      ['Kustomization/flux-system/apps', 'Application/argocd/shop'],
    ],
    ['is nothing where nothing says it', [live({})], []],
  ])('%s', (_, objects, expected) => {
    expect(found(...objects)).toEqual(expected);
  });

  test('is named by the core group without a group', () => {
    const service = {
      ...live({ annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/Service:shop/shop-v1' } }, 'Service'),
      apiVersion: 'v1',
    };
    expect(found(service)).toEqual(['Application/argocd/shop']);
  });
});

test('of the settings those for the innermost folder count', () => {
  const entry = (path: string, name: string) => ({ path, kind: 'Application' as const, namespace: 'argocd', name });
  const entries = [entry('.', 'all'), entry('apps', 'apps'), entry('apps', 'routes'), entry('apps/shopping', 'other')];
  const names = (folder: string): readonly string[] => assignedDeliveries(folder, entries).map(({ name }) => name);
  expect([names('apps/shop'), names('apps'), names('infra'), names('apps/shopping')]).toEqual([
    ['apps', 'routes'],
    ['apps', 'routes'],
    ['all'],
    ['other'],
  ]);
});
