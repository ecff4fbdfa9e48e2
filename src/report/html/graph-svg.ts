/** A directed graph as SVG, laid out in columns. */
import { type Arrow, isBend, layered, type RoutedArrow } from './layered.ts';
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
const MAX_SCALED = 1400;
const MARGIN = 12;
const ROW_GAP = 14;
/** Nodes without arrows are below the rest, so many in a row. */
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
  const stepOf = (id: string): number => (isBend(id) ? BEND_HEIGHT : height) + ROW_GAP;
  const heights = layers.map((layer) => layer.reduce((sum, id) => sum + stepOf(id), 0));
  const tallest = Math.max(0, ...heights);
  for (const [column, layer] of layers.entries()) {
    let y = MARGIN + (tallest - (heights[column] ?? 0)) / 2;
    for (const id of layer) {
      points.set(id, { x: MARGIN + column * (width + gap), y });
      y += stepOf(id);
    }
  }
  const perRow = Math.max(LONE_IN_ROW, layers.length);
  const across = width + Math.min(gap, 28);
  const down = height + ROW_GAP;
  for (const [index, id] of lone.entries())
    points.set(id, {
      x: MARGIN + (index % perRow) * across,
      y: MARGIN + tallest + Math.floor(index / perRow) * down,
    });
  const columns = layers.length * (width + gap) - gap;
  return {
    points,
    width: Math.max(columns, Math.min(lone.length, perRow) * across) + 2 * MARGIN + RIGHT_OF_CYCLES,
    height: MARGIN + tallest + Math.ceil(lone.length / perRow) * down,
  };
}

/** Room for arrows between nodes of the last column. */
const RIGHT_OF_CYCLES = 60;
const BEND_HEIGHT = 6;

function drawArrow(
  { arrow, bends }: RoutedArrow<DrawnArrow>,
  points: ReadonlyMap<string, Point>,
  style: GraphStyle,
): Markup {
  const [start, end] = [points.get(arrow.from), points.get(arrow.to)];
  if (start === undefined || end === undefined) return NOTHING;
  const route = bends.flatMap((bend) => points.get(bend) ?? []);
  const path = start.x === end.x ? aside(start, end, style) : through(start, route, end, style);
  const first = route[0] ?? { x: end.x, y: end.y + style.height / 2 };
  const at = {
    x: start.x + style.width + style.gap / 2,
    y: (start.y + style.height / 2 + first.y) / 2 - 5,
  };
  const text =
    arrow.label === ''
      ? NOTHING
      : html`<text class="label" x="${round(at.x)}" y="${round(at.y)}">${arrow.label}</text>`;
  return html`<g><path class="arrow ${arrow.kind}" d="${path}" marker-end="url(#${style.id}-${arrow.kind})"/>${text}</g>`;
}

/** Between nodes of one column, round their right sides. */
function aside(start: Point, end: Point, { width, height }: GraphStyle): string {
  const x = start.x + width;
  const [from, to] = [start.y + height / 2, end.y + height / 2];
  // The farther, the wider, so that arcs can be distinguished.
  const out = round(x + Math.min(80, 18 + 0.14 * Math.abs(to - from)));
  return `M${round(x)} ${round(from)}C${out} ${round(from)} ${out} ${round(to)} ${round(x)} ${round(to)}`;
}

/** To the right, past the nodes of the columns between. */
function through(start: Point, route: readonly Point[], end: Point, { width, height, gap }: GraphStyle): string {
  let [x, y] = [start.x + width, start.y + height / 2];
  let path = `M${round(x)} ${round(y)}`;
  for (const [index, stop] of [...route, end].entries()) {
    const to = index < route.length ? stop.y + BEND_HEIGHT / 2 : stop.y + height / 2;
    path += `C${round(x + gap / 2)} ${round(y)} ${round(stop.x - gap / 2)} ${round(to)} ${round(stop.x)} ${round(to)}`;
    [x, y] = [stop.x, to];
    if (index === route.length) break;
    x += width;
    path += `H${round(x)}`;
  }
  return path;
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
