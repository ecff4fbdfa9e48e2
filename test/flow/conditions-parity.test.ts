/** Conditions against CPython: at each marker of a random function, every test claimed has had that outcome, and what it read is as it was. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FunctionDef, type Node, walk } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import type { Condition } from '../../src/flow/index.ts';
import { buildSemanticModel, type SemanticModel } from '../../src/semantics/index.ts';
import { propertyRuns } from '../property-runs.ts';
import { observe, programs } from '../semantics/random-programs.ts';

const RUNS = propertyRuns(250);
const PATHS = 24;

/** `note` keeps what a test gave last, and what the names held then; a wrong claim leaves `program` as an error that no handler takes. */
const PRELUDE = `
import sys
class Wrong(BaseException): pass
noted, wrong = {}, []
def note(key, value):
    noted[key] = (value, dict(sys._getframe(1).f_locals))
    return value
def claim(claims, value):
    now = sys._getframe(1).f_locals
    for key, outcome, names in claims:
        given, then = noted.get(key, (None, {}))
        if key not in noted or bool(outcome(given)) is False or any(then.get(name) is not now.get(name) for name in names):
            wrong.append(key)
    return value
def program(x, y):
    noted.clear()
    try:
        return traced(x, y)
    finally:
        if wrong:
            raise Wrong(wrong)
`;

const parser = await loadPythonParser();

it('claims only what holds in every run of CPython', () => {
  const tally = { claims: 0, cases: 0, reading: 0 };
  fc.assert(
    fc.property(programs({ tests: true }), (source) => {
      const parsed = parser.parse(source);
      const program = parsed.module.body.find(isProgram);
      if (program === undefined) throw new Error('the program is not a function');
      observe(traced(source, program, buildSemanticModel('program.py', parsed), tally), PATHS);
    }),
    { numRuns: RUNS },
  );
  expect(tally.claims).toBeGreaterThan(RUNS * 4);
  expect(tally.reading).toBeGreaterThan(RUNS);
  expect(tally.cases).toBeGreaterThan(RUNS / 10);
});

const isProgram = (node: Node): node is FunctionDef => node.kind === 'FunctionDef' && node.name === 'program';

interface Insertion {
  readonly at: number;
  /** Of those at one place, outer ones open first and close last. */
  readonly order: number;
  readonly text: string;
}

/** The source with a `note` around each test that is claimed somewhere, and a `claim` around each marker. */
function traced(source: string, program: FunctionDef, model: SemanticModel, tally: Record<string, number>): string {
  const insertions: Insertion[] = [];
  const tests = new Map<Node, number>();
  walk(program, (node) => {
    if (node.kind !== 'Call' || node.func.kind !== 'Name' || (node.func.id !== 'hit' && node.func.id !== 'use')) return;
    const claims = model.flow.conditionsAt(node).map((condition) => claimOf(condition, tests, model, tally));
    insertions.push(...around(node, `claim([${claims.join(', ')}], `));
  });
  for (const [test, key] of tests) insertions.push(...around(test, `note(${key}, `));
  insertions.sort((a, b) => a.at - b.at || a.order - b.order);
  let [text, from] = ['', 0];
  for (const { at, text: inserted } of insertions) {
    text += source.slice(from, at) + inserted;
    from = at;
  }
  return (text + source.slice(from)).replace('def program(', 'def traced(') + PRELUDE;
}

function around({ start, end }: Node, opening: string): readonly Insertion[] {
  const size = end - start;
  return [
    { at: start, order: -size, text: `${opening}(` },
    { at: end, order: size - 1e9, text: '))' },
  ];
}

function claimOf(
  { test, isTrue }: Condition,
  tests: Map<Node, number>,
  model: SemanticModel,
  tally: Record<string, number>,
): string {
  const { text } = model.source;
  const match = test.kind === 'match_case' ? test.parent : undefined;
  const read = match?.kind === 'Match' ? match.subject : test;
  const key = tests.get(read) ?? tests.size;
  tests.set(read, key);
  const names = new Set<string>();
  walk(read, (node) => {
    if (node.kind === 'Name' && ['x', 'y', 'flag'].includes(node.id)) names.add(node.id);
  });
  tally.claims = (tally.claims ?? 0) + 1;
  if (names.size > 0) tally.reading = (tally.reading ?? 0) + 1;
  if (test.kind === 'match_case') tally.cases = (tally.cases ?? 0) + 1;
  const outcome = test.kind === 'match_case' ? matches(text.slice(test.pattern)) : 'bool(given)';
  return `(${key}, lambda given: ${isTrue ? '' : 'not '}${outcome}, [${[...names].map((name) => `'${name}'`).join(', ')}])`;
}

/** The patterns of `programs`, as expressions. */
function matches(pattern: string): string {
  const first = pattern.replaceAll(/[()]/g, '').split(',')[0]?.trim() ?? '';
  if (!pattern.includes(',')) return 'True';
  return first === 'False' ? '(given[0] is False)' : first === 'True' ? '(given[0] is True)' : '(given[0] == 1)';
}
