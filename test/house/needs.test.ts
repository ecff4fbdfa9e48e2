/** A rule that asks for a part of the project which it does not name fails where no other rule names it either. */
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { answers, partsReached, ruleFile } from './needs/parts-reached.ts';

test('rules about the project name the parts that their code can ask for, and no more', () => {
  const wrong = rules.flatMap(({ category, name, rule }) => {
    const named = rule.type === 'project' ? [...rule.needs].sort() : [];
    const reached = partsReached(ruleFile(`rules/${category}/${name}.ts`));
    return named.join() === reached.join() ? [] : [`${name}: names ${named.join()}, can ask for ${reached.join()}`];
  });
  expect(wrong).toEqual([]);
}, 120_000);

test('answers about findings, which any rule may ask for, need none of the parts', () => {
  expect(partsReached(answers)).toEqual([]);
}, 120_000);
