import { expect, test } from 'vitest';
import { buildKustomization, encryptedFile, KUSTOMIZATION_FILE, routesFile, stackFile, stateFile } from './generated-files.ts';

test('each generated file has a name of its own', () => {
  const secret = { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata: { name: 'shop-v1-key' } };
  const names = [KUSTOMIZATION_FILE, stackFile('shop-v1'), routesFile('shop'), stateFile('shop'), encryptedFile('shop-v1', secret)];
  expect(names).toEqual([
    'kustomization.yaml',
    'shop-v1.yaml',
    'shop.routes.yaml',
    'shop.state.yaml',
    'shop-v1.sealedsecret.shop-v1-key.yaml',
  ]);
});

test('the kustomization lists files sorted, whatever their order, and leaves the list as it was', () => {
  const files = ['shop-v2.yaml', 'shop-v10.yaml', 'shop.routes.yaml'];
  expect(buildKustomization(files)).toEqual({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['shop-v10.yaml', 'shop-v2.yaml', 'shop.routes.yaml'],
  });
  expect(files[0]).toBe('shop-v2.yaml');
});
