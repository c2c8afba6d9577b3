interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly ground: string;
}

const LIGHT: Theme = { ink: '#1c2733', muted: '#4a5866', ground: '#ffffff' };
const DARK: Theme = { ink: '#e6ebf0', muted: '#a9b4bf', ground: '#14191f' };

const SHAPES = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}',
  '.title{font-size:20px;font-weight:600}',
  '.outcome{font-size:13px}',
  '.axis{font-size:11px}',
  '.panel{font-size:12px;font-weight:600}',
  '.mark{font-size:11px;paint-order:stroke;stroke-width:3px}',
  '.name{font-size:13px;font-weight:600}',
  '.area{stroke-width:1;stroke-linejoin:round}',
  '.grid{stroke-opacity:.14}',
  '.base{stroke-opacity:.5}',
  '.rule{stroke-opacity:.55;stroke-dasharray:2 3}',
  '.sign{stroke-width:2}',
  '.held{fill:#c8312b}',
  '.person,.controller{stroke-width:1.5}',
  '.touch{fill:transparent}',
  'a{cursor:pointer}',
  'a:hover .rule{stroke-opacity:1;stroke-dasharray:none}',
];

/** Written out for both grounds: custom properties would be shorter, and some programs that draw SVG do not know them. */
const colours = ({ ink, muted, ground }: Theme): readonly string[] => [
  `text{fill:${ink}}`,
  `.outcome,.axis{fill:${muted}}`,
  `.mark{stroke:${ground}}`,
  '.name{fill:#ffffff}',
  `.ground{fill:${ground}}`,
  `.area{stroke:${ground}}`,
  `.grid,.base,.rule{stroke:${ink}}`,
  `.sign{stroke:${muted}}`,
  `.person{fill:${ink};stroke:${ground}}`,
  `.controller{fill:${ground};stroke:${ink}}`,
];

/** The style of every picture, for a light ground, and for a dark one where the reader's system is dark. */
export const PICTURE_STYLE = [...SHAPES, ...colours(LIGHT), `@media (prefers-color-scheme:dark){${colours(DARK).join('')}}`].join('');
