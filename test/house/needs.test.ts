/** A rule that asks for a part of the project which it does not name, itself or by a question about a finding, fails where no other rule names it either. */
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { PART_OF } from '../../src/project/index.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { grading, partsAnswering, partsReached, questions, ruleFile } from './needs/parts-reached.ts';

const pathOf = new Map(findRuleFiles(projectRoot).map(({ name, path }) => [name, path]));

test('rules name the parts that their code can ask for, and no more', () => {
  const wrong = rules.flatMap(({ name, rule }) => {
    const named = rule.type === 'artifact' ? [] : [...rule.needs].sort();
    const reached = partsReached(ruleFile(pathOf.get(name) ?? ''));
    return named.join() === reached.join() ? [] : [`${name}: names ${named.join()}, can ask for ${reached.join()}`];
  });
  expect(wrong).toEqual([]);
  // The types of all code are looked up, beside whatever else runs.
}, 400_000);

test('what is asked about findings rests on the part that is written down for the kind of question, and beside it on what grades them', () => {
  const graded = partsReached(grading);
  const kinds = questions.map((kind) =>
    [kind, ...partsAnswering(kind).filter((part) => !graded.includes(part))].join(' '),
  );
  expect(kinds).toEqual(questions.map((kind) => [kind, PART_OF.get(kind) ?? []].flat().join(' ')));
}, 120_000);

test('grades rest on what is always gathered, and on the files that they grade', () => {
  expect(partsReached(grading)).toEqual(['artifacts', 'texts']);
}, 120_000);
