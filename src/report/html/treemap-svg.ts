/** The files of the repository as a treemap: parts of the repository, and files in them. */
import { groupBy } from '../../collections/index.ts';
import { compareText } from '../../text/index.ts';
import type { FileWeight } from '../audit-report.ts';
import { counted } from '../words.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { filterLink } from './place-markup.ts';
import { type Box, squarify } from './squarified.ts';
import { fitted } from './svg-text.ts';

const WIDTH = 1080;
const HEIGHT = 460;
const HEADER = 18;
const GAP = 2;

export interface TreemapStyle {
  readonly title: string;
  readonly className: string;
  areaOf(file: FileWeight): number;
  componentOf(path: string): string;
}

export function treemapSvg(files: readonly FileWeight[], style: TreemapStyle): Markup {
  const shown = files.filter((file) => style.areaOf(file) > 0);
  if (shown.length === 0) return NOTHING;
  const groups = [...groupBy(shown, ({ path }) => style.componentOf(path))].sort(([a], [b]) => compareText(a, b));
  const sums = groups.map(([, members]) => members.reduce((sum, file) => sum + style.areaOf(file), 0));
  const boxes = squarify(sums, { x: 0, y: 0, width: WIDTH, height: HEIGHT });
  return html`<svg role="img" aria-label="${style.title}" class="treemap ${style.className}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${groups.map(
    ([name, members], index) => drawGroup(name, members, boxes[index] ?? EMPTY, style),
  )}</svg>`;
}

const EMPTY: Box = { x: 0, y: 0, width: 0, height: 0 };

function drawGroup(name: string, members: readonly FileWeight[], box: Box, style: TreemapStyle): Markup {
  const isTitled = box.width > 60 && box.height > 2.5 * HEADER;
  const inner = {
    x: box.x + GAP,
    y: box.y + (isTitled ? HEADER : GAP),
    width: Math.max(0, box.width - 2 * GAP),
    height: Math.max(0, box.height - (isTitled ? HEADER : GAP) - GAP),
  };
  const boxes = squarify(
    members.map((file) => style.areaOf(file)),
    inner,
  );
  const title = isTitled
    ? html`<text class="group" x="${round(box.x + 5)}" y="${round(box.y + 13)}">${fitted(name, box.width - 10, 7.2)}</text>`
    : NOTHING;
  return html`<g><rect class="frame" ${placed(box, 0.5)}/>${title}${members.map((file, index) => drawFile(file, boxes[index] ?? EMPTY))}</g>`;
}

function drawFile({ path, lines, weight, worst }: FileWeight, box: Box): Markup {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const label = box.height > 17 ? legible(name, box.width - 8) : '';
  const summary = worst === undefined ? 'no finding' : `findings up to ${worst}, weight ${weight}`;
  const text = label === '' ? NOTHING : html`<text x="${round(box.x + 5)}" y="${round(box.y + 14)}">${label}</text>`;
  const body = html`<title>${path}: ${counted(lines, 'line')}, ${summary}</title><rect ${placed(box, 1)}/>${text}`;
  return worst === undefined
    ? html`<g class="file none">${body}</g>`
    : html`<a class="file ${worst}" href="${filterLink({ path })}" aria-label="${path}: ${summary}">${body}</a>`;
}

function placed({ x, y, width, height }: Box, inset: number): Markup {
  return html`x="${round(x + inset)}" y="${round(y + inset)}" width="${round(Math.max(0, width - 2 * inset))}" height="${round(Math.max(0, height - 2 * inset))}"`;
}

/** The name, or enough of it to know the file by. */
function legible(name: string, width: number): string {
  const shown = fitted(name, width, 6.2);
  return shown === name || shown.length > 8 ? shown : '';
}

const round = (value: number): number => Math.round(value * 10) / 10;
