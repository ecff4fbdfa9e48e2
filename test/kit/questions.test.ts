/** A rule that does not list a question which its parts ask would fail where a finding comes to ask it. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { questionsOf } from '../../src/engine/prepared-rules.ts';
import { defineQuestion } from '../../src/kit/index.ts';
import { NO } from '../../src/project/index.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';

const DEFINED = /(?:export )?const (\w+) = defineQuestion<[^(]*>\(\s*'([\w-]+)'/g;

/** The file and what is beside it that it imports, by whatever way. */
function partsOf(path: string, met = new Set<string>()): ReadonlySet<string> {
  if (met.has(path)) return met;
  met.add(path);
  for (const [, to = ''] of readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g))
    partsOf(join(dirname(path), to), met);
  return met;
}

function answers(path: string): readonly string[] {
  const texts = [...partsOf(path)].map((part) => readFileSync(part, 'utf8'));
  const names = new Map(
    texts.flatMap((text) => [...text.matchAll(DEFINED)].map(([, as, name]) => [as, name] as const)),
  );
  const found = texts.flatMap((text) => [...text.matchAll(/(\w+)\.ask\(/g)].flatMap(([, as]) => names.get(as) ?? []));
  return [...new Set(found)].sort();
}

test('rules list the questions that their parts ask', () => {
  const pathOf = new Map(findRuleFiles(projectRoot).map(({ name, path }) => [name, path]));
  const listed = rules.map(({ name, rule }) => [
    name,
    rule.type === 'source' ? rule.questions.map((question) => question.name).sort() : [],
  ]);
  expect(listed).toEqual(rules.map(({ name }) => [name, answers(pathOf.get(name) ?? '')]));
  expect(questionsOf(rules).size).toBeGreaterThan(20);
});

test('two questions do not share a name', () => {
  const [first, second] = rules.filter(({ rule }) => rule.type === 'source');
  if (first?.rule.type !== 'source' || second?.rule.type !== 'source') throw new Error('there are source rules');
  const twice = () =>
    defineQuestion<null>(
      'is-red',
      () => 'it is red',
      () => NO,
    );
  const withOne = (registered: typeof first, rule: typeof first.rule) => ({ ...registered, rule });
  const one = withOne(first, { ...first.rule, questions: [twice()] });
  expect(() => questionsOf([one, one])).not.toThrow();
  const other = withOne(second, { ...second.rule, questions: [twice()] } as typeof first.rule);
  expect(() => questionsOf([one, other])).toThrow('two questions are called `is-red`');
});
