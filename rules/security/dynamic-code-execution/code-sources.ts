/** Where the code comes from that a program executes. */
import { type Call, callKeyword, type Expression } from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import type { TaintedValue } from '#kit/web';
import type { SourceKind, ValueSource } from '#semantics';
import { type TaintKind, UNTRUSTED } from '#semantics/taint/flows';
import { isNamespaceGiven, namesAroundCode } from './code-runners.ts';
import { isReadAsData, isValidated, isWholeFile } from './evaluated-data.ts';
import { isModelText } from './model-text.ts';
import { isRestrictedNamespace } from './restricted-namespace.ts';

export const KINDS: ReadonlySet<TaintKind> = new Set<TaintKind>([...UNTRUSTED, 'message']);

/** Who writes there runs the program, or is let in already. */
const INSIDE: ReadonlyMap<SourceKind, string> = new Map([
  ['database', 'a database'],
  ['environment', 'an environment variable'],
]);

/** The program's own, or its user's, on a good day. */
const NEAR: ReadonlyMap<SourceKind, string> = new Map([
  ['file', 'a file'],
  ['input', '`input()`'],
  ['arguments', 'the command line'],
  ['parameter', 'the caller'],
]);

export const LOADERS: ReadonlySet<string> = new Set(['importlib.import_module', 'builtins.__import__']);

/** `getattr(import_module(module), name)`: any function of any module is taken. */
export const isLookedInto = (call: Call, { flow, names, values }: SourceContext): boolean =>
  flow.destinations(call).some(({ node, carrier }) => {
    if (node.kind !== 'Call' || names.qualifiedName(node.func) !== 'builtins.getattr') return false;
    const [whole, name] = node.args;
    return whole === carrier && name !== undefined && values.string(name) === undefined;
  });

export interface Finding {
  /** What the text is called in messages: "text from a file". */
  readonly origin: string;
  readonly leaf: Expression;
  readonly doubt?: DoubtId | undefined;
  readonly isData?: boolean;
}

export function findingOf(
  call: Call,
  executor: string,
  tainted: TaintedValue | undefined,
  sources: readonly ValueSource[],
  ctx: SourceContext,
): Finding | undefined {
  if (tainted !== undefined && tainted.given.when === undefined)
    return { origin: tainted.described, leaf: tainted.leaf, doubt: tainted.given.doubt };
  // Request data that is no longer tainted was proved harmless.
  if (sources.some(({ kind }) => kind === 'request')) return undefined;
  const received = sources.find(({ kind }) => kind === 'network');
  // What a model answers comes over the network too, and that it wrote the text says more.
  if (received !== undefined && !isModelText(received.leaf))
    return { origin: 'text from the network', leaf: received.leaf };
  const model = sources.find(({ leaf }) => isModelText(leaf));
  if (model !== undefined) return { origin: 'text written by a language model', leaf: model.leaf };
  const inside = sources.find(({ kind }) => INSIDE.has(kind));
  if (inside !== undefined)
    return {
      origin: `text from ${INSIDE.get(inside.kind) ?? 'outside'}`,
      leaf: inside.leaf,
      doubt: 'unknown-source-trust',
    };
  if (isTemplate(sources, ctx)) return undefined;
  return nearFinding(call, executor, sources, ctx);
}

/**
 * Text from nearer by: in doubt, but for `eval` of data, and for a namespace without builtins around what anybody may pass,
 * which only someone writes who does not trust the text. Who takes the namespace from the caller (debuggers, profilers,
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
  const known = NEAR.get(source.kind);
  const origin = known === undefined ? 'text of unknown origin' : `text from ${known}`;
  if (executor === 'eval' && (isReadAsData(call, ctx) || isWholeFile(call, source, ctx)))
    return { origin, leaf: source.leaf, isData: true, doubt: REPORTED.has(source.kind) ? undefined : TRUSTED };
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
const REPORTED: ReadonlySet<SourceKind> = new Set<SourceKind>(['file', 'parameter', 'attribute']);
export const TRUSTED = 'unknown-source-trust' as const;

/** What `compile` made of a tree, and code objects that a loader hands over, is no text. */
export function isCodeObject(text: Expression, ctx: SourceContext): boolean {
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

export function isRestricted(call: Call, ctx: SourceContext): boolean {
  const namespace = call.args[1] ?? callKeyword(call, 'globals')?.value;
  return namespace !== undefined && isRestrictedNamespace(namespace, ctx);
}
