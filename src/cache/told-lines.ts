/**
 * What the project is told of a file, and apart from it the lines where that stands: an edit moves these, and seldom anything else.
 * Which line comes first counts for the project, and how many lie between does not.
 */
export interface ToldLines {
  /** What is told, with the order of its lines in their place. */
  readonly shape: unknown;
  /** Each once, from the first; the first line of the file always. */
  readonly lines: readonly number[];
}

export function partLines(told: unknown): ToldLines {
  const found: number[] = [];
  const take = (line: number): number => found.push(line);
  const takeAll = (value: unknown): unknown => {
    if (typeof value === 'number') return take(value);
    return Array.isArray(value) ? value.map(takeAll) : part(value);
  };
  const part = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const [mark, first, column, last, end] = value;
      return mark === '@' && value.length === 5 ? [mark, take(first), column, take(last), end] : value.map(part);
    }
    const parted: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) parted[key] = LINES.has(key) ? takeAll(each) : part(each);
    return parted;
  };
  const rest = part(told);
  const lines = [...new Set([1, ...found])].sort((a, b) => a - b);
  const places = new Map(lines.map((line, place) => [line, place]));
  return { shape: [rest, found.map((line) => places.get(line))], lines };
}

/** Keys of summaries and facts below which a number is always that of a line. */
const LINES: ReadonlySet<string> = new Set(['line', 'endLine', 'endsPathAt', 'lines']);
