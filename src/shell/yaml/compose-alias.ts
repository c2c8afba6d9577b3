import { type Anchor, type Composer, report } from './composer.ts';

/** Ends the composition of a document whose aliases stand for too much. */
export class ExcessiveAliasing extends Error {}

/** What an alias stands for; undefined where there is no such thing. Throws ExcessiveAliasing. */
export function composeAlias(composer: Composer, name: string, offset: number): Anchor | undefined {
  composer.offset = offset;
  const anchor = composer.anchors.get(name);
  if (anchor === undefined) {
    report(
      composer,
      offset,
      `nothing above is anchored as &${name}`,
      `Anchor a value as &${name} before it is used, or write the value out.`,
    );
  } else if (anchor.size === undefined) {
    report(composer, offset, `the value anchored as &${name} contains itself`, 'Write the value out.');
    return undefined;
  } else {
    composer.size += anchor.size;
    composer.aliased += anchor.size;
    if (isExcessive(composer)) {
      report(composer, offset, 'the aliases of this document stand for too many values', 'Write the values out.');
      throw new ExcessiveAliasing();
    }
  }
  return anchor;
}

/**
 * Whether aliases stand for more than kubectl's library lets them: 99 % of a document of up to 400,000 nodes, less and less of a larger
 * one, down to 10 % of 4,000,000.
 */
function isExcessive({ aliased, size }: Composer): boolean {
  if (aliased <= 100 || size <= 1000) return false;
  const excess = Math.min(Math.max((size - 400_000) / 3_600_000, 0), 1);
  return aliased / size > 0.99 - 0.89 * excess;
}
