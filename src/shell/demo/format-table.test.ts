import { expect, test } from 'vitest';
import { formatTable } from './format-table.ts';

test('columns are as wide as their widest cell, numbers are aligned to the right, and no line ends in a space', () => {
  const rows = [
    ['STACK', 'WEIGHT', 'NOTE'],
    ['shop-v1', '90 %', ''],
    ['a', '5 %', 'x'],
  ];
  expect(formatTable(rows, new Set([1]))).toEqual(['STACK    WEIGHT  NOTE', 'shop-v1    90 %', 'a           5 %  x']);
});
