/** What is computed of something and never used, while that goes on as it was. */
import {
  type Assign,
  type Attribute,
  type Call,
  type Def,
  type Expr,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Name,
  type Node,
  nodesOf,
  walk,
} from '#ast';
import { firstIndex, groupBy, memoize } from '#collections';
import type { DoubtId } from '#findings';
import type { SemanticModel } from '#semantics';
import { memoizeInFile } from '#semantics/by-file';

export interface LostComputation {
  readonly at: Node;
  /** What holds it; the call whose answer is dropped. */
  readonly what: string;
  /** What it was computed of. */
  readonly of: string;
  /** Where that goes on as it was. */
  readonly goesOn: Node | undefined;
  readonly doubt?: DoubtId;
}

export function lostComputations(file: SemanticModel): readonly LostComputation[] {
  return [
    ...nodesOf(file.source.module, 'Assign').flatMap((statement) => unusedIn(statement, file) ?? []),
    ...nodesOf(file.source.module, 'Expr').flatMap((statement) => droppedIn(statement, file) ?? []),
  ];
}

function unusedIn(statement: Assign, file: SemanticModel): LostComputation | undefined {
  const { targets, value } = statement;
  const [target, second] = targets;
  const fn = file.context.defAround(statement);
  if (target?.kind !== 'Name' || second !== undefined || fn === undefined || !isNeverRead(target, file))
    return undefined;
  if (!isComputed(value, fn, file) || file.flow.isUnreachable(statement)) return undefined;
  const found = { at: target, what: target.id };
  for (const of of inputsOf(value)) {
    const written = file.source.text.slice(of);
    const goesOn = goingOn(written, statement, fn, file);
    if (goesOn !== undefined)
      return {
        ...found,
        of: written,
        goesOn,
        ...(isKnown(value, file) ? {} : { doubt: 'opaque-callee' as const }),
      };
    if (isOnlyHere(of, statement, file)) return { ...found, of: written, goesOn: undefined };
  }
  const twin = twinOf(statement, fn, file);
  return twin === undefined || !isKnown(value, file)
    ? undefined
    : { ...found, of: lastName(twin) ?? twin.id, goesOn: twin };
}

/** A local that nothing reads, whatever else it may be bound to; a name with an underscore says so. */
export function isNeverRead(target: Name, { names }: SemanticModel): boolean {
  const binding = names.resolve(target);
  if (target.id.startsWith('_') || names.hasDynamicNames || binding?.scope.kind !== 'function') return false;
  const { references, definitions, scope } = binding;
  if (references.length > 0 || definitions.some(({ kind, remote }) => kind !== 'assignment' || remote)) return false;
  return !readsAll(scope.node);
}

/** By `locals()`. */
const readsAll = memoize((fn: Node): boolean => holds(fn, (node) => node.kind === 'Name' && node.id === 'locals'));

/** It makes something else of what it is given: what counts or asks reports it, and is often left over. */
function isComputed(value: Expression, fn: Def, file: SemanticModel): boolean {
  if (value.kind === 'BinOp') return isFree(value, file) && !holds(value, ({ kind }) => kind === 'JoinedStr');
  if (value.kind === 'ListComp' || value.kind === 'SetComp' || value.kind === 'DictComp') return isFree(value, file);
  if (value.kind !== 'Call') return false;
  if (value.func.kind === 'Name' && MAKERS.has(value.func.id)) return isFree(value, file);
  return hasSibling(value, fn, file);
}

const MAKERS: ReadonlySet<string> = new Set(['sorted', 'reversed', 'set', 'list', 'filter', 'map', 'dict']);

/** No call in it is known to do anything, or not known at all. */
const isFree = (value: Expression, { effects }: SemanticModel): boolean =>
  !holds(value, (node) => node.kind === 'Await' || (node.kind === 'Call' && !FREE.has(effects.of(node))));

const FREE: ReadonlySet<string> = new Set(['pure', 'parse', 'introspection', 'unknown']);

const isKnown = (value: Expression, file: SemanticModel): boolean =>
  value.kind !== 'Call' || (value.func.kind === 'Name' && MAKERS.has(value.func.id));

/** The same object makes another thing in the function, which is used. */
function hasSibling(call: Call, fn: Def, file: SemanticModel): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute' || file.effects.of(call) !== 'unknown' || call.parent?.kind === 'Await') return false;
  const of = file.source.text.slice(func.value);
  const ends = [...func.attr.matchAll(/_/g)].map(({ index }) => func.attr.slice(index + 1));
  const used = madeInto(fn, file).used;
  return [func.attr, ...ends].some((attr) => used.get(`${of}.${attr}`)?.some((value) => value !== call) === true);
}

/** What the locals of a function that are read are made of, by the method that makes it and by its shape; each that is not read asks. */
interface MadeInto {
  readonly used: ReadonlyMap<string, readonly Expression[]>;
  readonly byShape: ReadonlyMap<string, readonly Assign[]>;
  /** Names and attributes, in source order. */
  readonly mentioned: ReadonlyMap<string, readonly (Name | Attribute)[]>;
}

const madeInto = memoizeInFile(findMade);

function findMade(fn: Def, file: SemanticModel): MadeInto {
  const { text } = file.source;
  const read = file.context
    .nodesOfFunction(fn, 'Assign')
    .filter(({ targets: [target] }) => target?.kind === 'Name' && isRead(target, file));
  const mentions: (Name | Attribute)[] = [];
  walk(fn, (node) => {
    if (node.kind === 'Name' || node.kind === 'Attribute') mentions.push(node);
  });
  return {
    used: groupBy(
      read.map(({ value }) => value),
      (value) =>
        value.kind === 'Call' && value.func.kind === 'Attribute'
          ? `${text.slice(value.func.value)}.${value.func.attr}`
          : '',
    ),
    byShape: groupBy(read, ({ value }) => shapeOf(value)),
    mentioned: groupBy(
      mentions.toSorted((a, b) => a.start - b.start),
      (node) => text.slice(node),
    ),
  };
}

const isRead = (name: Name, { names }: SemanticModel): boolean => (names.resolve(name)?.references.length ?? 0) > 0;

/** The names and attributes that a value is made of. */
function inputsOf(value: Expression): readonly Expression[] {
  const inputs: Expression[] = [];
  const add = (node: Expression): void => {
    if (node.kind === 'Name' || node.kind === 'Attribute') inputs.push(node);
    else if (node.kind === 'BinOp') [node.left, node.right].forEach(add);
    else if (node.kind === 'Call') [...node.args, ...node.keywords.map((each) => each.value)].forEach(add);
    else if (node.kind === 'ListComp' || node.kind === 'SetComp' || node.kind === 'DictComp')
      node.generators.map(({ iter }) => iter).forEach(add);
  };
  add(value);
  return inputs;
}

/** Behind the statement it is handed to something, or given back. */
function goingOn(written: string, statement: Assign, fn: Def, file: SemanticModel): Node | undefined {
  const mentions = madeInto(fn, file).mentioned.get(written) ?? [];
  const behind = firstIndex(mentions, ({ start }) => start >= statement.end);
  return mentions.slice(behind, behind + MOST_BEHIND).find((node) => {
    if (!isHanded(node, file)) return false;
    // It may have become something else.
    return !(
      node.kind === 'Name' &&
      file.flow.reachingDefinitions(node).some(({ statement: { start } }) => start > statement.start)
    );
  });
}

/** What goes on as it was does so soon. */
const MOST_BEHIND = 100;

function isHanded(node: Name | Attribute, file: SemanticModel): boolean {
  let at: Node = node;
  while (at.parent !== undefined && PACKING.has(at.parent.kind)) at = at.parent;
  const { parent } = at;
  if (parent?.kind === 'Return') return true;
  return (
    parent?.kind === 'Call' &&
    parent.func !== at &&
    !WITHOUT_EFFECT.has(file.effects.of(parent)) &&
    !isBuiltin(parent, file)
  );
}

const PACKING: ReadonlySet<string> = new Set(['keyword', 'Starred', 'List', 'Tuple', 'Dict', 'Subscript', 'Await']);
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['log', 'introspection', 'pure']);

const isBuiltin = ({ func }: Call, { names }: SemanticModel): boolean =>
  names.qualifiedName(func)?.startsWith('builtins.') === true;

/** A parameter that is read for this alone: whatever is given makes no difference. */
function isOnlyHere(input: Expression, statement: Assign, { names, context }: SemanticModel): boolean {
  const parameter = input.kind === 'Name' ? names.parameterOf(input) : undefined;
  const fn = context.defAround(statement);
  if (parameter === undefined || input.kind !== 'Name' || fn === undefined) return false;
  // A method may have to take what others take.
  if (context.classOfMethod(fn) !== undefined) return false;
  return names.resolve(input)?.references.every((each) => isWithin(each, statement)) === true;
}

/** `missing = sorted(want - have)` beside `leavers = sorted(have - want)`: made alike of the same, and used. */
function twinOf(statement: Assign, fn: Def, file: SemanticModel): Name | undefined {
  const twin = madeInto(fn, file)
    .byShape.get(shapeOf(statement.value))
    ?.find((each) => each !== statement);
  const [target] = twin?.targets ?? [];
  return target?.kind === 'Name' ? target : undefined;
}

/** The kinds of its nodes, and which names are in it. */
function shapeOf(value: Expression): string {
  const kinds: string[] = [];
  const names = new Set<string>();
  walk(value, (node) => {
    kinds.push(node.kind);
    if (node.kind === 'Name') names.add(node.id);
  });
  return `${kinds.join(' ')} ${[...names].sort().join(' ')}`;
}

/** `slug.strip("-").lower()` as a statement: a text stays what it is. */
function droppedIn({ value }: Expr, file: SemanticModel): LostComputation | undefined {
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute') return undefined;
  let root: Expression = value;
  while (root.kind === 'Call' && root.func.kind === 'Attribute') root = root.func.value;
  const isText =
    file.types.classOf(root) === 'builtins.str' || file.flow.origins(root).every((each) => isSubstituted(each, file));
  if (!isText || root.kind === 'Constant' || root.kind === 'JoinedStr' || !NEW_TEXT.has(value.func.attr))
    return undefined;
  return { at: value, what: file.source.text.slice(value), of: file.source.text.slice(root), goesOn: undefined };
}

const isSubstituted = (value: Expression, { names }: SemanticModel): boolean =>
  value.kind === 'Call' && names.qualifiedName(value.func) === 're.sub';

const NEW_TEXT: ReadonlySet<string> = new Set(
  'strip lstrip rstrip lower upper title capitalize casefold replace removeprefix removesuffix zfill ljust rjust center translate expandtabs swapcase'.split(
    ' ',
  ),
);
