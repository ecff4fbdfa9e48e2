import { nodesOf, suiteEndOf } from '../../src/ast/index.ts';
import {
  type DoubtId,
  defineProjectRule,
  defineSourceRule,
  type RegisteredRule,
  type RuleDocs,
  z,
} from '../../src/kit/index.ts';

/** Tiny rules that exist for the tests of the engine only. Their harm is as grave in production code that nothing starts. */
export function ruleDocs(more: Partial<RuleDocs> = {}): RuleDocs {
  return {
    summary: 'something that tests look for',
    why: 'It makes the engine say something.',
    remedy: 'Leave it.',
    harm: 'discloses',
    severity: 'P2',
    precision: 'high',
    since: '0.1.0',
    cwe: [710],
    origin: [],
    bad: 'print(1)',
    good: 'pass',
    ...more,
  };
}

/** Reports every call of `print`, with the enclosing function as related place. */
export const printCall = (more: Partial<RuleDocs> = {}, name = 'print-call'): RegisteredRule => ({
  name,
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(more),
    options: z.object({ word: z.string().default('print') }),
    visit: {
      Call(call, ctx) {
        if (call.func.kind === 'Name' && call.func.id === ctx.options.word) {
          ctx.report({ at: call, message: `\`${call.func.id}\` is called` });
        }
      },
    },
  }),
});

/** Reports every string that looks like a key; equal ones have one cause. */
export const keyInCode: RegisteredRule = {
  name: 'key-in-code',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs({ harm: 'discloses', severity: 'P0' }),
    visit: {
      Constant(node, ctx) {
        if (node.value.kind !== 'str' || !node.value.value.startsWith('key-')) return;
        ctx.report({ at: node, message: 'a key stands in the code', cause: node.value.value, hidesCode: true });
      },
    },
  }),
};

/** Reports calls of `fail`, behind which the rest of the body never runs, as what they are said to be. */
export const failingCall = (more: Partial<RuleDocs> = {}, doubt?: DoubtId): RegisteredRule => ({
  name: 'failing-call',
  category: 'tests',
  rule: defineProjectRule<{ line: number; end: number }>({
    docs: ruleDocs({ harm: 'breaks', severity: 'P0', ...more }),
    facts: ({ module, text }) => {
      const calls = nodesOf(module, 'Call').filter(({ func }) => func.kind === 'Name' && func.id === 'fail');
      return calls.map((call) => ({ line: text.lineAt(call.start), end: text.lineAt(suiteEndOf(call) ?? call.end) }));
    },
    check(_project, ctx) {
      for (const { path, fact } of ctx.facts) {
        const at = { path, line: fact.line, column: 1, endLine: fact.line, endColumn: 5 };
        const key = `${path} fail`;
        ctx.report({ at, message: 'it fails', key, endsPathAt: fact.end, doubt });
      }
    },
  }),
});

/** Reports, of the whole file, the last line of each that calls `fail`. */
export const failingFile: RegisteredRule = {
  name: 'failing-file',
  category: 'tests',
  rule: defineProjectRule<{ line: number }>({
    docs: ruleDocs({ harm: 'breaks', severity: 'P0' }),
    facts: ({ module, text }) =>
      nodesOf(module, 'Call').some(({ func }) => func.kind === 'Name' && func.id === 'fail')
        ? [{ line: text.lineAt(module.end - 1) }]
        : [],
    check(_project, ctx) {
      for (const { path, fact } of ctx.facts) {
        const at = { path, line: fact.line, column: 1, endLine: fact.line, endColumn: 5 };
        ctx.report({ at, message: 'it fails', key: path, isOfFile: true });
      }
    },
  }),
};

/** Reports every call in files that use or import `print` or `pprint`. */
export const callWherePrinted: RegisteredRule = {
  name: 'call-where-printed',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    mentions: ['print', 'pprint'],
    visit: {
      Call(call, ctx) {
        ctx.report({ at: call, message: 'something is called' });
      },
    },
  }),
};

/** Reports every call of `print` but in test files, which it skips. */
export const printCallOutsideTests: RegisteredRule = {
  name: 'print-call-outside-tests',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    skips: ['test'],
    visit: {
      Call(call, ctx) {
        if (call.func.kind === 'Name' && call.func.id === 'print')
          ctx.report({ at: call, message: '`print` is called' });
      },
    },
  }),
};

/** Reports every call of `print`, with low confidence. */
export const hintAtPrint: RegisteredRule = {
  name: 'hint-at-print',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    visit: {
      Call(call, ctx) {
        if (call.func.kind === 'Name' && call.func.id === 'print') {
          ctx.report({ at: call, message: '`print` is called', doubt: 'secret-from-name' });
        }
      },
    },
  }),
};

/** Reports functions whose name begins with the word, if the project serves requests. */
export const ifService: RegisteredRule = {
  name: 'if-service',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    visit: {
      FunctionDef(node, ctx) {
        const grades = {
          drop: { yes: 'keep', no: 'drop', unknown: 'drop' },
          change: { yes: { message: 'it serves' }, no: { doubt: 'unknown-lifetime' }, unknown: 'drop' },
        } as const;
        if (node.name !== 'drop' && node.name !== 'change') return;
        ctx.report({
          at: node,
          message: 'it may serve',
          when: { question: { kind: 'is-service' }, ...grades[node.name] },
        });
      },
    },
  }),
};

/** Reports functions that hold the thread that calls them. */
export const ifBlocking: RegisteredRule = {
  name: 'if-blocking',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    visit: {
      FunctionDef(node, ctx) {
        const name = `${ctx.names.moduleName}.${ctx.names.qualnameOf(node)}`;
        ctx.report({
          at: node,
          message: 'it blocks',
          related: [{ at: { start: 0, end: 0 }, message: 'of the file' }],
          when: { question: { kind: 'blocks', function: name }, yes: 'keep', no: 'drop', unknown: 'drop' },
        });
      },
    },
  }),
};

/** Reports every compound statement, to see which span stands for it. */
export const compoundStatement: RegisteredRule = {
  name: 'compound-statement',
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    visit: Object.fromEntries(
      (
        ['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'For', 'While', 'If', 'With', 'Try', 'ExceptHandler'] as const
      ).map((kind) => [
        kind,
        (node: never, ctx: { report(problem: { at: never; message: string }): void }) =>
          ctx.report({ at: node, message: kind }),
      ]),
    ),
  }),
};

/** Throws on the name `explode`. */
export const failing = (name = 'failing'): RegisteredRule => ({
  name,
  category: 'tests',
  rule: defineSourceRule({
    docs: ruleDocs(),
    visit: {
      Name(node, ctx) {
        ctx.report({ at: node, message: `\`${node.id}\` is named` });
        if (node.id === 'explode') throw new TypeError('no such thing');
      },
    },
  }),
});

/** Reports functions that more than one file defines. */
export const duplicateFunction: RegisteredRule = {
  name: 'duplicate-function',
  category: 'tests',
  rule: defineProjectRule<{ name: string; line: number }>({
    docs: ruleDocs({ severity: 'P1' }),
    facts: ({ module, text }) =>
      module.body.flatMap((node) =>
        node.kind === 'FunctionDef' ? [{ name: node.name, line: text.lineAt(node.start) }] : [],
      ),
    check(_project, ctx) {
      for (const { path, fact } of ctx.facts) {
        const others = ctx.facts.filter((other) => other.fact.name === fact.name && other.path !== path);
        if (others.length === 0) continue;
        const place = { column: 1, endColumn: 4 };
        ctx.report({
          at: { path, line: fact.line, endLine: fact.line, ...place },
          message: `\`${fact.name}\` is defined ${others.length + 1} times`,
          related: others.map((other) => ({
            ...{ path: other.path, line: other.fact.line, endLine: other.fact.line, ...place },
            message: 'also here',
          })),
          key: fact.name,
        });
      }
    },
  }),
};
