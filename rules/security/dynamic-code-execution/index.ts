import type { Call, Expression } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { type TaintedValue, taintedValueIn } from '#kit/web';
import { ANY_SINK, CODE_SINK } from '#semantics/taint/sinks';
import { calleeCode } from '../_shared/callee.ts';
import { evaluatedText, executorOf, isChosen } from './code-runners.ts';
import {
  type Finding,
  findingOf,
  isCodeObject,
  isLookedInto,
  isRestricted,
  KINDS,
  LOADERS,
  TRUSTED,
} from './code-sources.ts';
import { otherTextGiven } from './own-texts.ts';
import { sourcesOfText } from './text-sources.ts';

export default defineSourceRule({
  docs: {
    summary: 'code injection: `eval` or `exec` of text from outside the program',
    why: 'Anyone who controls the text can run code with the rights of the process. Removing `__builtins__` does not prevent this, because they can be reached from any object through its class.',
    remedy:
      'Parse values with `ast.literal_eval` or JSON, look operations up in a table of allowed functions, and run real programs in a sandboxed process',
    harm: 'grants-access',
    severity: {
      'untrusted input': 'P0',
      'other input': 'P1',
      'module name only': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [95],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-003' }],
    bad: 'def total():\n    return eval(input("sum: "))\n',
    good: 'import ast\n\n\ndef total():\n    return ast.literal_eval(input("sum: "))\n',
    measured: { read: 14, right: 14, on: 'khoj, metagpt, modelscope' },
  },
  skips: ['test', 'vendored'],
  mentions: [
    ...['eval', 'exec', 'import_module', '__import__', 'compile', 'query'],
    ...['sympify', 'parse_expr', 'timeit', 'runsource'],
  ],
  visit: {
    Call(call, ctx) {
      const executor = executorOf(call, ctx);
      const [text] = call.args;
      const evaluated = executor === undefined ? evaluatedText(call, ctx) : undefined;
      if (evaluated !== undefined) checkEvaluated(call, evaluated, ctx);
      if (text !== undefined && LOADERS.has(ctx.names.qualifiedName(call.func) ?? '')) checkImport(call, text, ctx);
      if (executor === undefined || text === undefined) return;
      if (ctx.values.possible(text) !== undefined || isCodeObject(text, ctx) || isChosen(text, ctx)) return;
      const tainted = taintedValueIn(text, ctx, CODE_SINK, KINDS);
      const finding = findingOf(call, executor, tainted, sourcesOfText(text, ctx), ctx);
      if (finding !== undefined || tainted !== undefined) report(call, executor, finding, tainted, ctx);
    },
  },
});

function checkImport(call: Call, name: Expression, ctx: SourceContext): void {
  const text = taintedValueIn(name, ctx, ANY_SINK, KINDS);
  if (text === undefined || !text.isWhole) return;
  ctx.report({
    at: call.func,
    message: `code injection: ${calleeCode(call.func)} imports a module named by ${text.described}`,
    cause: `${ctx.path} ${text.cause}`,
    kind: isLookedInto(call, ctx) ? undefined : 'module name only',
    remedy: 'Look the name up in a table of allowed modules',
    related: name === text.leaf ? [] : [{ at: text.leaf, message: 'the name comes from here' }],
    ...text.given,
  });
}

/** Other calls that evaluate code are reported for untrusted input only. */
function checkEvaluated(call: Call, text: Expression, ctx: SourceContext): void {
  const tainted = taintedValueIn(text, ctx, CODE_SINK, KINDS);
  if (tainted === undefined) return;
  ctx.report({
    at: call.func,
    message: `code injection: ${calleeCode(call.func)} evaluates ${tainted.described} as code`,
    remedy: 'Write the expression in the code, and take only its values from the input',
    cause: `${ctx.path} ${tainted.cause}`,
    related: text === tainted.leaf ? [] : [{ at: tainted.leaf, message: 'the code comes from here' }],
    ...tainted.given,
  });
}

function report(
  call: Call,
  executor: string,
  finding: Finding | undefined,
  tainted: TaintedValue | undefined,
  ctx: SourceContext,
): void {
  const distrusted = isRestricted(call, ctx) ? '; a namespace without `__builtins__` does not sandbox it' : '';
  const said = (input: string) => `code injection: \`${executor}\` runs ${input}${distrusted}`;
  const near = finding !== undefined && {
    message: said(finding.origin),
    kind: tainted === undefined || tainted.given.when !== undefined ? 'other input' : undefined,
    doubt: finding.doubt,
  };
  const [text] = call.args;
  const elsewhere = text && otherTextGiven(text, ctx);
  const own = near && elsewhere && { question: elsewhere, yes: near, no: { ...near, doubt: TRUSTED }, unknown: near };
  const otherwise = own || near;
  const when = tainted?.given.when;
  const leaf = finding?.leaf ?? tainted?.leaf ?? call;
  ctx.report({
    at: call.func,
    message: said(tainted?.described ?? finding?.origin ?? 'text of unknown origin'),
    ...(when === undefined
      ? { ...near, ...(own && { when: own }) }
      : { when: { ...when, ...(otherwise ? { no: otherwise, unknown: otherwise } : {}) } }),
    cause: `${ctx.path} ${tainted?.cause ?? leaf.start}`,
    ...(executor === 'exec' && { remedy: 'Run the code in a sandboxed process, or choose from a table of functions' }),
    ...(finding?.isData === true && { remedy: 'Read the value with `ast.literal_eval` or `json.loads`' }),
    related: text === leaf ? [] : [{ at: leaf, message: 'the code comes from here' }],
  });
}
