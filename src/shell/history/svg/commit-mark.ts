import type { LegendEntry } from '../../svg/legend.ts';
import { drawMark, type Mark } from '../../svg/marks.ts';
import { digits, element, escapeXml } from '../../svg/markup.ts';
import type { Panel } from '../../svg/panel.ts';
import { shortCommit, whatOf, whoOf } from '../entry-texts.ts';
import type { HistoryEntry } from '../select-entries.ts';
import { controllerOf } from '../state-version.ts';

const SIZE = 5;

const diamond = (x: number, y: number): string =>
  element('path', {
    d: `M${digits(x)},${digits(y - SIZE)}l${SIZE},${SIZE}l${-SIZE},${SIZE}l${-SIZE},${-SIZE}z`,
    class: 'person',
  });

const ring = (x: number, y: number): string => element('circle', { cx: x, cy: y, r: SIZE - 1.5, class: 'controller' });

export const personSign: LegendEntry['sign'] = (x, y) => diamond(x + 7, y - 4);
export const controllerSign: LegendEntry['sign'] = (x, y) => ring(x + 7, y - 4);

/**
 * A commit at its place in a panel: a line with a sign for who made it, the words of a person's above, and all of it for whoever points at it.
 * @param link where it leads, if anywhere
 */
export function drawCommit(mark: HistoryEntry & Mark, panel: Panel, link: string | undefined): string {
  const { commit } = mark.version;
  const bottom = panel.top + panel.height;
  const isPersons = controllerOf(commit) === undefined;
  const about = `${commit.time} ${whoOf(mark)}: ${whatOf(mark)}\n${shortCommit(commit.id)} ${commit.subject}`;
  const parts = [
    element('title', {}, about.split('\n').map(escapeXml).join('\n')),
    element('rect', { x: mark.x - 4, y: panel.top - 5, width: 8, height: panel.height + 10, class: 'touch' }),
    isPersons ? drawMark(mark, panel.top, bottom) : element('line', { x1: mark.x, x2: mark.x, y1: panel.top, y2: bottom, class: 'rule' }),
    isPersons ? diamond(mark.x, panel.top + SIZE + 4) : ring(mark.x, bottom),
  ];
  return element(link === undefined ? 'g' : 'a', link === undefined ? {} : { href: link }, parts.join(''));
}
