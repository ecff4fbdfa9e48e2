/** Where the parts of a whole lie in a rectangle, areas by weight, as near to squares as can be. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Squarified treemaps: rows along the shorter side, each as long as that makes its worst part squarer. Weights are above zero;
 * boxes are in their order. Source: https://vanwijk.win.tue.nl/stm.pdf
 */
export function squarify(weights: readonly number[], whole: Box): Box[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scale = total === 0 ? 0 : (whole.width * whole.height) / total;
  const order = weights.map((weight, index) => ({ area: weight * scale, index })).sort((a, b) => b.area - a.area);
  const boxes: Box[] = weights.map(() => ({ x: whole.x, y: whole.y, width: 0, height: 0 }));
  let left = whole;
  for (let from = 0; from < order.length; ) {
    const side = Math.min(left.width, left.height);
    let to = from + 1;
    while (to < order.length && worst(order.slice(from, to + 1), side) <= worst(order.slice(from, to), side)) to++;
    const row = order.slice(from, to);
    left = placeRow(row, left, boxes);
    from = to;
  }
  return boxes;
}

interface Part {
  readonly area: number;
  readonly index: number;
}

/** The largest ratio of sides in a row along a side. */
function worst(row: readonly Part[], side: number): number {
  const sum = row.reduce((all, { area }) => all + area, 0);
  const [largest, smallest] = [row[0]?.area ?? 0, row.at(-1)?.area ?? 0];
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
}

/** Puts a row along the shorter side, and gives what is left of the rectangle. */
function placeRow(row: readonly Part[], { x, y, width, height }: Box, boxes: Box[]): Box {
  const sum = row.reduce((all, { area }) => all + area, 0);
  const isColumn = width >= height;
  const side = isColumn ? height : width;
  const depth = side === 0 ? 0 : sum / side;
  let along = 0;
  for (const { area, index } of row) {
    const length = depth === 0 ? 0 : area / depth;
    boxes[index] = isColumn
      ? { x, y: y + along, width: depth, height: length }
      : { x: x + along, y, width: length, height: depth };
    along += length;
  }
  return isColumn
    ? { x: x + depth, y, width: Math.max(0, width - depth), height }
    : { x, y: y + depth, width, height: Math.max(0, height - depth) };
}
