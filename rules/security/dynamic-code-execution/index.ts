import { type Call, callKeyword, type Expression, lastName } from '#ast';
import { type DoubtId, defineSourceRule, type SourceContext } from '#kit';
import { type StrangersText, strangersTextIn } from '#kit/web';
import type { SourceKind, ValueSource } from '#semantics';
import { NAMES_NOTHING, NOTHING_CLEANS } from '#semantics/strangers/cleanings';
import { STRANGE, type WayKind } from '#semantics/strangers/ways';
import { evaluatedText, executorOf, isChosen, isNamespaceGiven, namesAroundCode } from './code-runners.ts';
import { isReadAsData, isValidated, isWholeFile } from './evaluated-data.ts';
import { isModelText } from './model-text.ts';
import { otherTextGiven } from './own-texts.ts';
import { isRestrictedNamespace } from './restricted-namespace.ts';
import { sourcesOfText } from './text-sources.ts';

const KINDS: ReadonlySet<WayKind> = new Set<WayKind>([...STRANGE, 'message']);

/** Who writes there runs the program, or is let in already. */
const INSIDE: ReadonlyMap<SourceKind, string> = new Map([
  ['database', 'comes from a database'],
  ['environment', 'comes from an environment variable'],
]);

/** The program's own, or its user's, on a good day. */
const NEAR: ReadonlyMap<SourceKind, string> = new Map([
  ['file', 'is read from a file'],
  ['input', 'a person types in'],
  ['arguments', 'comes from the command line'],
  ['parameter', 'a caller passes'],
]);

export default defineSourceRule({
  docs: {
    summary: '`eval` or `exec` of text that the program did not write',
    why: 'Whoever chooses the text can run code with the rights of the process. Leaving out `__builtins__` does not prevent that, because every object leads back to them through its class.',
    remedy:
      'Parse what is expected: `ast.literal_eval` or JSON for values, a table of allowed functions for operations, a separate sandboxed process for real programs.',
    harm: 'admits',
    severity: {
      'untrusted input': 'P0',
      'other input': 'P1',
      'name of a module only': 'P2',
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
  needs: ['strangers'],
  visit: {
    Call(call, ctx) {
      const executor = executorOf(call, ctx);
      const [text] = call.args;
      const evaluated = executor === undefined ? evaluatedText(call, ctx) : undefined;
      if (evaluated !== undefined) checkEvaluated(call, evaluated, ctx);
      if (text !== undefined && LOADERS.has(ctx.names.qualifiedName(call.func) ?? '')) checkImport(call, text, ctx);
      if (executor === undefined || text === undefined) return;
      if (ctx.values.possible(text) !== undefined || isCodeObject(text, ctx) || isChosen(text, ctx)) return;
      const stranger = strangersTextIn(text, ctx, NAMES_NOTHING, KINDS);
      const finding = findingOf(call, executor, stranger, sourcesOfText(text, ctx), ctx);
      if (finding !== undefined || stranger !== undefined) report(call, executor, finding, stranger, ctx);
    },
  },
});

const LOADERS: ReadonlySet<string> = new Set(['importlib.import_module', 'builtins.__import__']);

function checkImport(call: Call, name: Expression, ctx: SourceContext): void {
  const text = strangersTextIn(name, ctx, NOTHING_CLEANS, KINDS);
  if (text === undefined || !text.isWhole) return;
  ctx.report({
    at: call.func,
    message: `\`${lastName(call.func)}\` imports what ${text.said}`,
    cause: `${ctx.path} ${text.cause}`,
    kind: isLookedInto(call, ctx) ? undefined : 'name of a module only',
    remedy: 'Look the name up in a table of what may be called',
    related: name === text.leaf ? [] : [{ at: text.leaf, message: 'the name comes from here' }],
    ...text.given,
  });
}

/** `getattr(import_module(module), name)`: any function of any module is taken. */
const isLookedInto = (call: Call, { flow, names, values }: SourceContext): boolean =>
  flow.destinations(call).some(({ node, carrier }) => {
    if (node.kind !== 'Call' || names.qualifiedName(node.func) !== 'builtins.getattr') return false;
    const [whole, name] = node.args;
    return whole === carrier && name !== undefined && values.string(name) === undefined;
  });

/** Other doors to the interpreter are told only of what strangers send. */
function checkEvaluated(call: Call, text: Expression, ctx: SourceContext): void {
  const stranger = strangersTextIn(text, ctx, NAMES_NOTHING, KINDS);
  if (stranger === undefined) return;
  ctx.report({
    at: call.func,
    message: `\`${lastName(call.func)}\` makes code of text that ${stranger.said}`,
    cause: `${ctx.path} ${stranger.cause}`,
    related: text === stranger.leaf ? [] : [{ at: stranger.leaf, message: 'the text comes from here' }],
    ...stranger.given,
  });
}

interface Finding {
  /** What is said of the text. */
  readonly origin: string;
  readonly leaf: Expression;
  readonly doubt?: DoubtId | undefined;
  readonly isData?: boolean;
}

function findingOf(
  call: Call,
  executor: string,
  stranger: StrangersText | undefined,
  sources: readonly ValueSource[],
  ctx: SourceContext,
): Finding | undefined {
  if (stranger !== undefined && stranger.given.when === undefined)
    return { origin: stranger.said, leaf: stranger.leaf, doubt: stranger.given.doubt };
  // What a request sends and is no stranger's text any more was proved harmless.
  if (sources.some(({ kind }) => kind === 'request')) return undefined;
  const told = sources.find(({ kind }) => kind === 'network');
  // What a model answers comes over the network too, and that it wrote the text says more.
  if (told !== undefined && !isModelText(told.leaf)) return { origin: 'comes from the network', leaf: told.leaf };
  const model = sources.find(({ leaf }) => isModelText(leaf));
  if (model !== undefined) return { origin: 'a language model wrote', leaf: model.leaf };
  const inside = sources.find(({ kind }) => INSIDE.has(kind));
  if (inside !== undefined)
    return { origin: INSIDE.get(inside.kind) ?? '', leaf: inside.leaf, doubt: 'unknown-source-trust' };
  if (isTemplate(sources, ctx)) return undefined;
  return nearFinding(call, executor, sources, ctx);
}

/**
 * Text from nearer by: in doubt, but for `eval` of data, and for a namespace without builtins around what anybody may pass,
 * which only somebody writes who does not trust the text. Who takes the namespace from the caller (debuggers, profilers,
 * resolvers of annotations) runs the caller's code by trade.
 */
function nearFinding(
  call: Call,
  executor: string,
  sources: readonly ValueSource[],
  ctx: SourceContext,
): Finding | undefined {
  const near = sources.find(({ kind }) => NEAR.has(kind));
  const source = near ?? sources.find(({ kind }) => kind !== 'constant');
  if (source === undefined) return undefined;
  const origin = NEAR.get(source.kind) ?? 'the program did not write';
  if (executor === 'eval' && (isReadAsData(call, ctx) || isWholeFile(call, source, ctx)))
    return { origin, leaf: source.leaf, isData: true, doubt: TOLD.has(source.kind) ? undefined : TRUSTED };
  if (isRestricted(call, ctx)) {
    const isOpen = source.kind === 'parameter' && isPublic(call, ctx) && !isValidated(call, ctx);
    return { origin, leaf: source.leaf, doubt: isOpen ? undefined : TRUSTED };
  }
  if (isNamespaceGiven(call, ctx)) return undefined;
  if (near !== undefined) return { origin, leaf: near.leaf, doubt: TRUSTED };
  const kept = call.args[0] && ctx.flow.whole(call.args[0]);
  const isKept = kept?.kind === 'Subscript' || kept?.kind === 'Attribute';
  return isKept ? { origin, leaf: source.leaf, doubt: TRUSTED } : undefined;
}

/** Who reads a value out of these can read it as a value; what a person types in is their own. */
const TOLD: ReadonlySet<SourceKind> = new Set<SourceKind>(['file', 'parameter', 'attribute']);
const TRUSTED = 'unknown-source-trust' as const;

/** What `compile` made of a tree, and code objects that a loader hands over, is no text. */
function isCodeObject(text: Expression, ctx: SourceContext): boolean {
  return ctx.types.classOf(text) === 'types.CodeType';
}

/** No leading underscore in the names of function, class and module: anybody may call it. */
function isPublic(call: Call, ctx: SourceContext): boolean {
  return ctx.context.defAround(call) !== undefined && namesAroundCode(call, ctx).every((name) => !/^_(?!_)/.test(name));
}

/** The program writes the code itself and fills in names: a code generator. */
function isTemplate(sources: readonly ValueSource[], ctx: SourceContext): boolean {
  return sources.some(({ kind, leaf }) => {
    const value = kind === 'constant' ? ctx.values.fold(leaf) : undefined;
    return value?.kind === 'str' && /[A-Za-z_]{2}|[=(]/.test(value.value);
  });
}

function report(
  call: Call,
  executor: string,
  finding: Finding | undefined,
  stranger: StrangersText | undefined,
  ctx: SourceContext,
): void {
  const distrusted = isRestricted(call, ctx) ? ', and a namespace without `__builtins__` does not confine it' : '';
  const said = (by: string) => `\`${executor}\` runs text that ${by}${distrusted}`;
  const near = finding !== undefined && {
    message: said(finding.origin),
    kind: stranger === undefined || stranger.given.when !== undefined ? 'other input' : undefined,
    doubt: finding.doubt,
  };
  const [text] = call.args;
  const elsewhere = text && otherTextGiven(text, ctx);
  const own = near && elsewhere && { question: elsewhere, yes: near, no: { ...near, doubt: TRUSTED }, unknown: near };
  const otherwise = own || near;
  const when = stranger?.given.when;
  const leaf = finding?.leaf ?? stranger?.leaf ?? call;
  ctx.report({
    at: call.func,
    message: said(stranger?.said ?? finding?.origin ?? ''),
    ...(when === undefined
      ? { ...near, ...(own && { when: own }) }
      : { when: { ...when, ...(otherwise ? { no: otherwise, unknown: otherwise } : {}) } }),
    cause: `${ctx.path} ${stranger?.cause ?? leaf.start}`,
    ...(finding?.isData === true && { remedy: 'Read the value with `ast.literal_eval` or `json.loads`' }),
    related: text === leaf ? [] : [{ at: leaf, message: 'the text comes from here' }],
  });
}

function isRestricted(call: Call, ctx: SourceContext): boolean {
  const namespace = call.args[1] ?? callKeyword(call, 'globals')?.value;
  return namespace !== undefined && isRestrictedNamespace(namespace, ctx);
}
