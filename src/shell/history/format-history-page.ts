import { element, escapeXml } from '../svg/markup.ts';
import { nameOf, shortCommit, whatOf, whoOf, whyOf } from './entry-texts.ts';
import type { HistoryEntry } from './select-entries.ts';
import { controllerOf } from './state-version.ts';
import { drawTimelines, type LinkOf } from './svg/draw-timelines.ts';
import type { Stretch, Timeline } from './timeline.ts';

const LIGHT = ':root{--ink:#1c2733;--muted:#4a5866;--ground:#ffffff;--line:#d8dee4;--mark:#fff4d6}';
const DARK = ':root{--ink:#e6ebf0;--muted:#a9b4bf;--ground:#14191f;--line:#2c353f;--mark:#3a3218}';
const STYLE = [
  ':root{color-scheme:light dark}',
  LIGHT,
  `@media (prefers-color-scheme:dark){${DARK}}`,
  'body{margin:0 auto;max-width:1000px;padding:16px;font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--ground)}',
  'svg{display:block;width:100%;height:auto}',
  'table{border-collapse:collapse;width:100%;margin-top:16px}',
  'th,td{text-align:left;vertical-align:top;padding:6px 10px;border-bottom:1px solid var(--line)}',
  'th{color:var(--muted);font-weight:600}',
  'td{overflow-wrap:anywhere}',
  'td:nth-child(-n+3){white-space:nowrap}',
  'code{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace}',
  'tr.by-person td{font-weight:600}',
  'tr:target td{background:var(--mark)}',
  'td a{color:inherit}',
  '.subject{color:var(--muted);font-weight:400}',
].join('');

/** Nothing is loaded from elsewhere, and nothing runs, whatever a commit's message says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * A page of its own: the timelines, whose marks lead to their lines in a table of the commits below.
 * @param urlOf where a commit can be read; undefined where that is not known
 */
export function formatHistoryPage(
  timelines: readonly Timeline[],
  entries: readonly HistoryEntry[],
  stretch: Stretch,
  urlOf: LinkOf,
): string {
  const title = timelines.length === 1 ? `Traffic of ${timelines[0]?.name}` : 'Traffic of StackSets';
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    element('title', {}, escapeXml(title)),
    element('style', {}, STYLE),
  ];
  const picture = drawTimelines(timelines, stretch, ({ version }) => `#${anchorOf(version.commit.id)}`);
  const body = [picture.trimEnd(), table(entries, urlOf)];
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

const anchorOf = (commit: string): string => `commit-${commit}`;

function table(entries: readonly HistoryEntry[], urlOf: LinkOf): string {
  const header = ['Time', 'Who', 'Commit', 'StackSet', 'Change', 'Reason'].map((name) => element('th', {}, name)).join('');
  const anchored = new Set<string>();
  const rows = entries.map((entry) => {
    const { id } = entry.version.commit;
    const isFirst = !anchored.has(id);
    anchored.add(id);
    return row(entry, isFirst, urlOf(entry));
  });
  return `<table>\n<thead><tr>${header}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

/** @param isFirst of its commit, whose mark in the picture leads here */
function row(entry: HistoryEntry, isFirst: boolean, url: string | undefined): string {
  const { commit } = entry.version;
  const id = element('code', {}, shortCommit(commit.id));
  const why = whyOf(entry);
  const cells = [
    escapeXml(commit.time),
    escapeXml(whoOf(entry)),
    url === undefined ? id : element('a', { href: url, rel: 'noreferrer' }, id),
    escapeXml(nameOf(entry)),
    escapeXml(whatOf(entry)).replaceAll(' %', '&#160;%'),
    why === commit.subject ? escapeXml(why) : `${escapeXml(why)}<br>${element('span', { class: 'subject' }, escapeXml(commit.subject))}`,
  ];
  const attributes = { ...(isFirst && { id: anchorOf(commit.id) }), ...(controllerOf(commit) === undefined && { class: 'by-person' }) };
  return element('tr', attributes, cells.map((cell) => `<td>${cell}</td>`).join(''));
}
