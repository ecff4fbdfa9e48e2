import { describe, expect, it } from 'vitest';
import { Inquiry } from '../../src/engine/index.ts';
import { defineSourceRule, type RegisteredRule } from '../../src/kit/index.ts';
import { makeProject } from '../cli/run-cli.ts';
import { ifService, printCall } from './rules.ts';
import { optionsFor, scanRepository } from './scan-repository.ts';

/** Says of each `with` that it proves something, and of each call of `guess` two guesses. */
const thinker: RegisteredRule = {
  name: 'thinker',
  category: 'tests',
  rule: defineSourceRule({
    docs: printCall().rule.docs,
    visit: {
      With(node, ctx) {
        ctx.proven({ at: node, by: 'it is closed', where: node.items[0] });
      },
      Call(call, ctx) {
        if (call.func.kind !== 'Name' || call.func.id !== 'guess') return;
        const grade = { doubt: 'unknown-lifetime' } as const;
        const when = { question: { kind: 'is-service' }, yes: 'keep', no: grade, unknown: grade } as const;
        ctx.report({ at: call, message: 'it is called', doubt: 'role-from-name', when });
      },
    },
  }),
};

const SOURCE =
  'def drop():\n    pass\n\n\nwith open("a") as a:\n    b = 1\n    c = 2\n    d = 3\n    e = 4\n\nguess()\n';

async function inquire(line: number, rules: readonly RegisteredRule[]) {
  const inquiry = new Inquiry({ path: 'app.py', line });
  const root = makeProject({ 'app.py': SOURCE, 'other.py': SOURCE });
  const strict = Object.fromEntries(rules.map(({ name }) => [name, { profile: 'strict' as const }]));
  const report = await scanRepository(root, rules, { inquiry }, optionsFor(rules, strict));
  return { inquiry, report };
}

describe('Inquiry', () => {
  it('takes down the proofs near the line, in the file that is asked of', async () => {
    const { inquiry } = await inquire(6, [thinker]);
    expect(inquiry.proofs).toMatchObject([
      { rule: 'thinker', by: 'it is closed', at: { path: 'app.py', line: 5 }, where: { line: 5, column: 6 } },
    ]);
    expect((await inquire(11, [thinker])).inquiry.proofs).toEqual([]);
  });

  it('takes down what the project answered where that left no finding', async () => {
    const { inquiry, report } = await inquire(1, [ifService]);
    expect(report.findings).toEqual([]);
    expect(inquiry.answers).toMatchObject([{ rule: 'if-service', question: { kind: 'is-service' }, at: { line: 1 } }]);
  });

  it('tells how each rule came to see the line', async () => {
    const { inquiry } = await inquire(5, [thinker, printCall(), ifService]);
    expect([...inquiry.looks]).toEqual([
      ['thinker', 'at it'],
      ['print-call', 'at it'],
      ['if-service', 'nothing there'],
    ]);
    expect((await inquire(6, [thinker])).inquiry.looks.get('thinker')).toBe('around it');
  });

  it.each([
    [1, 'code'],
    [3, 'blank'],
    [11, 'code'],
    [12, 'beyond the end'],
  ])('says of line %i: %s', async (line, content) => {
    expect((await inquire(line, [thinker])).inquiry.content).toBe(content);
  });
});

describe('doubts', () => {
  it('are those of the rule and what the project leaves open', async () => {
    const { report } = await inquire(11, [thinker]);
    expect(report.findings).toMatchObject([
      { confidence: 'medium', doubts: ['role-from-name', 'unknown-lifetime'], location: { path: 'app.py' } },
      { confidence: 'medium', location: { path: 'other.py' } },
    ]);
  });
});
