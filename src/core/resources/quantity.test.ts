import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Quantity } from '../model/autoscaler.ts';
import { parseQuantity } from './quantity.ts';

interface Reading {
  readonly canonical?: string;
  readonly sortedBy?: string;
}

/** Recorded by `scripts/quantities`; see its README. */
interface RecordedQuantity extends Reading {
  readonly input: Quantity;
  readonly difference?: Reading & { readonly why: string };
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../fixtures/resources/quantities.json', import.meta.url), 'utf8'),
) as readonly RecordedQuantity[];

function read(input: Quantity): Reading {
  const quantity = parseQuantity(input);
  return quantity ? { canonical: quantity.canonical, sortedBy: String(quantity.unscaledDigits) } : {};
}

const asKubernetes = recorded.filter(({ difference }) => !difference);
const otherwise = recorded.filter(({ difference }) => difference);

describe('a quantity is read as Kubernetes reads it', () => {
  test('there are many', () => {
    expect(asKubernetes.length).toBeGreaterThan(120);
    expect(asKubernetes.filter(({ canonical }) => canonical === undefined).length).toBeGreaterThan(30);
  });

  test.each(asKubernetes)('$input', ({ input, canonical, sortedBy }) => {
    expect(read(input)).toEqual(canonical === undefined ? {} : { canonical, sortedBy });
  });
});

describe('where it is meant to be read otherwise', () => {
  test.each(otherwise)('$input: $difference.why', ({ input, canonical, sortedBy, difference }) => {
    const { why: _why, ...expected } = difference ?? { why: '' };
    expect(read(input)).toEqual(expected);
    expect(expected).not.toEqual({ canonical, sortedBy });
  });
});

describe('the canonical form', () => {
  const written = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.nat(10 ** 9).map(String),
      fc.option(fc.nat(10 ** 9).map((digits) => `.${digits}`)),
      fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'E-4', 'e21'),
    )
    .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction ?? ''}${suffix}`);

  test('of a canonical form is itself', () => {
    fc.assert(
      fc.property(written, (text) => {
        const once = parseQuantity(text);
        expect(once).toBeDefined();
        expect(parseQuantity(once?.canonical ?? '')).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('has the sign of what was written', () => {
    fc.assert(
      fc.property(written, (text) => {
        const digits = parseQuantity(text)?.unscaledDigits ?? 0n;
        expect(text.startsWith('-') ? digits <= 0n : digits >= 0n).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
