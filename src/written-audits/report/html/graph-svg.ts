/** A directed graph as SVG, laid out in columns. */
import { type Arrow, layered } from './layered.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { fitted, fittedEnd } from './svg-text.ts';

export interface DrawnNode {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly detail: string;
  /** Where a click leads. */
  readonly href: string | undefined;
}

export interface DrawnArrow extends Arrow {
  readonly label: string;
  readonly kind: 'plain' | 'cycle';
}

export interface GraphStyle {
  /** What stands for the picture where it cannot be seen. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly isReduced: boolean;
  /** Labels are dotted names. */
  readonly isDotted: boolean;
  /** Unique in the page. */
  readonly id: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Wider pictures are scrolled, not made smaller. */
const MAX_SCALED = 1500;
const MARGIN = 12;
const ROW_GAP = 14;
/** Nodes without arrows stand below the rest, so many in a row. */
const LONE_IN_ROW = 4;

export function graphSvg(nodes: readonly DrawnNode[], arrows: readonly DrawnArrow[], style: GraphStyle): Markup {
  if (nodes.length === 0) return NOTHING;
  const linked = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const joined = nodes.filter(({ id }) => linked.has(id)).map(({ id }) => id);
  const graph = layered(joined, arrows, style);
  const lone = nodes.filter(({ id }) => !linked.has(id)).map(({ id }) => id);
  const { points, width, height } = placeNodes(graph.layers, lone, style);
  const marker = (kind: string): Markup =>
    html`<marker id="${style.id}-${kind}" class="head ${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>`;
  return html`<div class="figure" tabindex="0" role="group" aria-label="${style.title}"><svg role="img" aria-label="${style.title}" class="graph${width > MAX_SCALED ? ' wide' : ''}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${marker('plain')}${marker('cycle')}</defs>${graph.arrows.map((arrow) => drawArrow(arrow, points, style))}${nodes.map((node) => drawNode(node, points, style))}</svg></div>`;
}

function placeNodes(
  layers: readonly (readonly string[])[],
  lone: readonly string[],
  { width, height, gap }: GraphStyle,
) {
  const points = new Map<string, Point>();
  const tallest = Math.max(0, ...layers.map((layer) => layer.length));
  const step = height + ROW_GAP;
  for (const [column, layer] of layers.entries()) {
    const top = MARGIN + ((tallest - layer.length) * step) / 2;
    for (const [row, id] of layer.entries())
      points.set(id, { x: MARGIN + column * (width + gap), y: top + row * step });
  }
  const below = MARGIN + tallest * step;
  const perRow = Math.max(LONE_IN_ROW, layers.length);
  const loneStep = width + Math.min(gap, 28);
  for (const [index, id] of lone.entries())
    points.set(id, { x: MARGIN + (index % perRow) * loneStep, y: below + Math.floor(index / perRow) * step });
  const rows = Math.ceil(lone.length / perRow);
  return {
    points,
    width:
      Math.max(layers.length * (width + gap) - gap, Math.min(lone.length, perRow) * loneStep) +
      2 * MARGIN +
      RIGHT_OF_CYCLES,
    height: Math.max(below + rows * step - ROW_GAP, height) + MARGIN,
  };
}

/** Room for arrows between nodes of the last column. */
const RIGHT_OF_CYCLES = 36;

function drawArrow(
  { from, to, label, kind }: DrawnArrow,
  points: ReadonlyMap<string, Point>,
  style: GraphStyle,
): Markup {
  const [start, end] = [points.get(from), points.get(to)];
  if (start === undefined || end === undefined) return NOTHING;
  const middle = style.height / 2;
  const isSameColumn = start.x === end.x;
  const isBack = end.x < start.x;
  const x1 = isBack ? start.x : start.x + style.width;
  const x2 = isBack || isSameColumn ? end.x + style.width : end.x;
  const [y1, y2] = [start.y + middle, end.y + middle];
  const bend = isSameColumn ? 26 : (isBack ? -1 : 1) * Math.max(24, Math.abs(x2 - x1) / 2);
  const far = isSameColumn ? x2 + bend : x2 - bend;
  const path = `M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(far)} ${round(y2)} ${round(x2)} ${round(y2)}`;
  const at = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5 };
  const text = label === '' ? NOTHING : html`<text class="label" x="${round(at.x)}" y="${round(at.y)}">${label}</text>`;
  return html`<g><path class="arrow ${kind}" d="${path}" marker-end="url(#${style.id}-${kind})"/>${text}</g>`;
}

function drawNode(
  { id, kind, label, detail, href }: DrawnNode,
  points: ReadonlyMap<string, Point>,
  { width, height, isDotted }: GraphStyle,
): Markup {
  const { x, y } = points.get(id) ?? { x: 0, y: 0 };
  const hasDetail = detail !== '';
  const texts = html`<text class="name" x="${x + width / 2}" y="${y + (hasDetail ? height / 2 - 3 : height / 2 + 4.5)}">${isDotted ? fittedEnd(label, width - 14, 7) : fitted(label, width - 18, 7.8)}</text>${
    hasDetail
      ? html`<text class="detail" x="${x + width / 2}" y="${y + height / 2 + 14}">${fitted(detail, width - 16, 6.2)}</text>`
      : NOTHING
  }`;
  const radius = kind === 'store' || kind === 'outside' ? height / 2 : 6;
  const body = html`<title>${hasDetail ? `${label}: ${detail}` : label}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>${texts}`;
  return href === undefined
    ? html`<g class="node ${kind}">${body}</g>`
    : html`<a class="node ${kind}" href="${href}">${body}</a>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
