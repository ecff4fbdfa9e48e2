import { Kind } from './kinds.generated.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** From so many lines on; below that it takes a few milliseconds. */
const LEAST_LINES = 100;

/** Comments below each other, each on a line of its own and as far to the right as the first, with empty lines between. */
const RUN = /\n([ \t]*)#[^\n]*(?:\n(?:\1#[^\n]*|[ \t\r]*(?=\n)))+/g;

/**
 * Parses a text without most of its long runs of comments, and adds those to the tree: behind a statement the grammar goes over all
 * that are left at each of them, so that two thousand lines take two seconds. Where they may be no comments, as in a text of several
 * lines, it is parsed as it is.
 */
export function parseWithoutRuns(content: string, parse: (content: string) => SyntaxTree): SyntaxTree {
  const { shown, hidden } = hideRuns(content);
  if (hidden.length === 0) return parse(content);
  const tree = parse(shown);
  return tree.errors.length > 0 || holdsInString(tree, hidden) ? parse(content) : tree.withComments(hidden);
}

interface HiddenRuns {
  /** As long as before. */
  readonly shown: string;
  /** Start and end of each comment that is not in it, one after the other. */
  readonly hidden: readonly number[];
}

/** The first of a run stays: its column says to which block it belongs. */
function hideRuns(content: string): HiddenRuns {
  const hidden: number[] = [];
  const shown = content.replace(RUN, (run: string, indentation: string, at: number) => {
    const lines = run.split('\n');
    if (lines.length <= LEAST_LINES) return run;
    let start = at + (lines[1]?.length ?? 0) + 2;
    for (const line of lines.slice(2)) {
      const end = start + line.length;
      if (line.startsWith('#', indentation.length)) hidden.push(start + indentation.length, end);
      start = end + 1;
    }
    return [...lines.slice(0, 2), ...lines.slice(2).map((line) => line.replace(/[^\r]/g, ' '))].join('\n');
  });
  return { shown, hidden };
}

/** Whether one of the places lies in a string, whatever it is there. */
function holdsInString(tree: SyntaxTree, places: readonly number[]): boolean {
  let next = 0;
  for (let node = tree.root; node < tree.nodeCount; node++) {
    if (tree.kind(node) !== Kind.string) continue;
    while (next < places.length && (places[next] as number) < tree.start(node)) next += 2;
    if (next < places.length && (places[next] as number) < tree.end(node)) return true;
  }
  return false;
}
