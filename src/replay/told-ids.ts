import type { Claim } from './claim.ts';
import { isTest } from './facts/missing-tests.ts';
import type { Anchor } from './replayed-claim.ts';
import type { RepositoryCode } from './repository-code.ts';
import { wordsOf } from './rule-fit.ts';
import { indexOfWhole } from './whole-word.ts';

/** Lines of code that tell of a claim by its id, `# resets each day (FEAT-01)`, and have words in common with it: another audit may count alike. */
export function idPlaces({ id, title, text, remedy }: Claim, code: RepositoryCode): readonly Anchor[] {
  const written = /^[A-Za-z][A-Za-z\d]{1,11}-\d{1,4}(?![\w-]|~)/.exec(id)?.[0];
  if (written === undefined) return [];
  const limits = [...remedy.matchAll(LIMIT)].map(([, limit = '']) => limit);
  const said = new Set(wordsOf(`${title} ${text} ${remedy}`));
  return code.filesWith(written).flatMap(({ path, text: file }) => {
    const at = indexOfWhole(file.content, written, BESIDE);
    if (at < 0) return [];
    const first = file.lineAt(at);
    const around = (count: number): string =>
      Array.from({ length: 2 * count + 1 }, (_, i) => first + i - count)
        .filter((line) => line >= 1 && line <= file.lineCount)
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
const BESIDE = { before: /[\w"'-]/, behind: /[\d"']/ };

const LIMIT = /[<>≤≥=]\s{0,2}(\d[\d.]*\d)/g;
/** A comment over a few lines. */
const AROUND = 3;
const NEAR = 15;
const FEWEST = 2;
/** It tells of what is still to be done. */
const UNDONE = /TODO|FIXME|XXX|HACK|not yet|still open|known issue/i;
