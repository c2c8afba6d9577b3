import { expect, test } from 'vitest';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

const FILE = 'apps/shop/stackset.yaml';

test('a package that was never rendered is rendered, adopted, and at rest', async () => {
  const rig = await Rig.create({ [FILE]: stackSetText() });
  const subjects = await rig.rollOut();
  expect(subjects).toEqual(['shop: render v1', 'shop: adopt']);
  expect(await rig.weights()).toEqual({ 'shop-v1': 100 });
});
