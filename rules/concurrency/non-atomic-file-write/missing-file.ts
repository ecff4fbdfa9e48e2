import { ancestors, type Def, type Expression, holds, type Node } from '#ast';
import { memoize } from '#collections';

/**
 * Whether code of a function runs only where a file is not there yet: under a question for its existence, in a handler of
 * the failure to read it, or behind a branch that has left when it is there.
 */
export function runsWhereFileIsMissing(node: Node, fn: Def): boolean {
  for (const at of ancestors(node)) {
    if (at === fn) break;
    if (at.kind === 'ExceptHandler') return true;
    if (at.kind === 'If' && testsExistence(at.test)) return true;
  }
  return leavesFromHere(fn) < node.start;
}

/** Where the first branch ends that has left when the file is there. */
const leavesFromHere = memoize(
  ({ body }: Def): number =>
    body.find(
      (statement) =>
        statement.kind === 'If' && testsExistence(statement.test) && holds(statement, ({ kind }) => kind === 'Return'),
    )?.end ?? Number.POSITIVE_INFINITY,
);

/** Which way round it is asked is not looked at: anyone who asks knows that there are two cases. */
function testsExistence(test: Expression): boolean {
  return holds(test, (node) => node.kind === 'Attribute' && EXISTENCE.has(node.attr));
}

const EXISTENCE: ReadonlySet<string> = new Set(['exists', 'is_file', 'isfile', 'lexists']);
