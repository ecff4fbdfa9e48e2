import { describe, expect, it } from 'vitest';
import { type ClassDef, type Expression, walk } from '../../src/ast/index.ts';
import type { SemanticModel } from '../../src/semantics/index.ts';
import { type Expectation, fixtureOf, readFixtures } from './expectations.ts';

type Answer = (model: SemanticModel, expectation: Expectation) => string | undefined;

const QUESTIONS: Readonly<Record<string, Answer>> = {
  class: (model, { expression }) => model.types.classOf(known(expression)),
  callee: (model, { expression }) => model.types.calleeName(known(expression)),
  path: (model, { expression }) => model.types.pathOf(known(expression)),
  logger: (model, { expression }) => (model.types.isLogger(known(expression)) ? 'yes' : 'no'),
  bases: (model, { statement }) =>
    model.types
      .basesOf(classStatement(statement?.parent?.kind === 'ClassDef' ? statement.parent : statement))
      .map((base) => base ?? '?')
      .join(' '),
};

describe.each(await readFixtures('types'))('$path', ({ model, expectations }) => {
  it.each(expectations)('line $line, $key of $named', (expectation) => {
    const query = QUESTIONS[expectation.key];
    expect(query, `no question is called ${expectation.key}`).toBeDefined();
    expect(query?.(model, expectation) ?? 'unknown').toBe(expectation.value);
  });
});

describe('classes of the file', () => {
  it('are found for their objects', async () => {
    const { model } = await fixtureOf(
      'pkg/jobs.py',
      'class Job: ...\nclass Later(Job): ...\njob = Later()\njob\nother()\n',
    );
    const [job, other] = model.source.module.body.slice(3).map((statement) => {
      return statement.kind === 'Expr' ? model.types.classDefOf(statement.value) : undefined;
    });
    expect(job?.name).toBe('Later');
    expect(other).toBeUndefined();
    expect(model.types.derivesFrom(classStatement(job), new Set(['pkg.jobs.Job']))).toBe(true);
    expect(model.types.derivesFrom(classStatement(job), new Set(['pkg.jobs.Later']))).toBe(true);
    expect(model.types.derivesFrom(classStatement(job), new Set(['pkg.jobs.Other']))).toBe(false);
  });
});

describe('questions that lead back to themselves', () => {
  it.each([
    ['attributes', 'class A:\n  def f(self):\n    self.x = self.y\n    self.y = self.x\n    self.y'],
    ['classes that are their own bases', 'class A(B): pass\nclass B(A): pass\nA().x'],
  ])('%s', async (_, text) => queryAll(await modelOf(text)));
});

async function modelOf(text: string): Promise<SemanticModel> {
  return (await fixtureOf('ring.py', `${text}\n`)).model;
}

function queryAll(model: SemanticModel): void {
  walk(model.source.module, (node) => {
    if (node.kind === 'Expr') expect(model.types.classOf(node.value)).toBeUndefined();
    if (node.kind === 'Call') model.types.calleeName(node.func);
  });
}

function known(expression: Expression | undefined): Expression {
  if (expression === undefined) throw new Error('the line holds no such expression');
  return expression;
}

function classStatement(node: { readonly kind: string } | undefined): ClassDef {
  if (node?.kind !== 'ClassDef') throw new Error('not a class');
  // The kind says so.
  return node as ClassDef;
}
