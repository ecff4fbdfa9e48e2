import type { Claim } from '../claim.ts';
import type { Anchor } from '../replayed-claim.ts';
import { isTest } from './facts/missing-tests.ts';
import type { RepositoryCode } from './repository-code.ts';
import { wordsOf } from './rule-fit.ts';

/** Lines of code that tell of a claim by its id, `# resets each day (FEAT-01)`, and have words in common with it: another audit may count alike. */
export function idPlaces({ id, title, text, remedy }: Claim, code: RepositoryCode): readonly Anchor[] {
  const written = /^[A-Za-z][A-Za-z\d]{1,11}-\d{1,4}(?![\w-]|~)/.exec(id)?.[0];
  if (written === undefined) return [];
  const limits = [...remedy.matchAll(LIMIT)].map(([, limit = '']) => limit);
  const said = new Set(wordsOf(`${title} ${text} ${remedy}`));
  return code.filesWith(written).flatMap(({ path, text: { content, lineCount }, text: file }) => {
    const first = content.split(/\r\n|\r|\n/).findIndex((line) => tellsOf(written, line)) + 1;
    if (first === 0) return [];
    const around = (count: number): string =>
      Array.from({ length: 2 * count + 1 }, (_, i) => first + i - count)
        .filter((line) => line >= 1 && line <= lineCount)
        .map((line) => file.lineText(line).replaceAll(written, ' '))
        .join('\n');
    const shared = new Set(wordsOf(around(AROUND)).filter((word) => said.has(word)));
    if (shared.size < FEWEST || UNDONE.test(file.lineText(first))) return [];
    // What it says was written there, and was not.
    const numbers = new Set(around(NEAR).match(/\d+(?:\.\d+)*/g));
    if (limits.length > 1 && limits.filter((limit) => numbers.has(limit)).length * 2 < limits.length) return [];
    const confidence = isTest(path) ? 'low' : 'medium';
    return { path, lines: { first, last: first }, confidence, because: `the code tells of \`${written}\` here` };
  });
}

/** In quotes by itself it is a value: a list of what was found. */
function tellsOf(id: string, line: string): boolean {
  for (let at = line.indexOf(id); at >= 0; at = line.indexOf(id, at + 1))
    if (!/[\w"'-]/.test(line.charAt(at - 1)) && !/[\d"']/.test(line.charAt(at + id.length))) return true;
  return false;
}

const LIMIT = /[<>≤≥=]\s{0,2}(\d[\d.]*\d)/g;
/** A comment over a few lines. */
const AROUND = 3;
const NEAR = 15;
const FEWEST = 2;
/** It tells of what is still to be done. */
const UNDONE = /TODO|FIXME|XXX|HACK|not yet|still open|known issue/i;
