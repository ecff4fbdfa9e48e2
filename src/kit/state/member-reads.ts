/** Reads of members of what other code defines: objects and classes of the project, modules, and awaits of calls. */
import {
  type Alias,
  type Attribute,
  type Await,
  ancestors,
  type Expression,
  holds,
  isWithin,
  type Node,
  nodesOf,
} from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { lacksStandardMember } from '../../knowledge/standard-members.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { type OtherImports, otherImportsOf } from '../../semantics/names/other-imports.ts';
import { rootOf } from '../../semantics/types/type-tests.ts';
import { classBelow } from './above-members.ts';
import { giverOf } from './givers.ts';
import { valueLacking } from './value-reads.ts';

/** A member that is read: of what a path leads to (`ObjectTypes.pathOf`), or certainly lacking in the standard library. */
export interface MemberRead {
  readonly node: Attribute | Alias;
  readonly member: string;
  readonly owner: string;
  readonly isStandard: boolean;
  /** It is read of what entering the object gives: that need not be the object. */
  readonly isEntered?: 'with' | 'async-with';
  /** `super().member`: of what is above the class that is named. */
  readonly isAbove?: true;
  /** What is read is called at once. */
  readonly isCalled?: true;
  /** The path to what gives the object (`giverOf`). */
  readonly given?: string;
  /** Other branches import the name from elsewhere. */
  readonly others?: OtherImports;
  /** Why it may have it after all, or may not be read at all. */
  readonly doubt?: DoubtId;
}

/** The first read of each member by each path; members of `self` are identified by what the class binds, and left out. */
export function memberReads(model: SemanticModel): readonly MemberRead[] {
  const reads = new Map<string, MemberRead>();
  for (const node of nodesOf(model.source.module, 'Attribute')) {
    if (node.ctx !== 'Load' || node.attr.startsWith('__')) continue;
    if (isOfSelf(node.value, model) || isOfDescriptor(node, model)) continue;
    const read = readOf(node, model);
    if (read === undefined) continue;
    // What speaks for one read says nothing of the next.
    const isOwn = read.doubt !== undefined || read.others !== undefined || read.isAbove === true;
    const given = read.isStandard ? undefined : giverOf(node.value, model);
    const key = `${read.owner}.${node.attr}${given ?? ''}${read.isCalled === true ? '()' : ''}${isOwn ? ` ${node.start}` : ''}`;
    const known = reads.get(key);
    if (known !== undefined && known.node.start <= node.start) continue;
    if (!isExpected(node, model) && !model.flow.isUnreachable(node) && !model.context.isTypeCheckingOnly(node))
      reads.set(key, given === undefined ? read : { ...read, given });
  }
  return [...reads.values(), ...standardImports(model)];
}

/** `self`; or the first parameter of a method that is called neither so nor `cls`: perhaps a decorator was forgotten. */
function isOfSelf(value: Expression, { names, context }: SemanticModel): boolean {
  const receiver = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  if (receiver === undefined || receiver.arg === 'self') return receiver !== undefined;
  const fn = context.defAround(receiver) ?? context.defAround(value);
  const first = fn?.args.posonlyargs[0] ?? fn?.args.args[0];
  return receiver.arg !== 'cls' && first === receiver && fn !== undefined && context.classOfMethod(fn) !== undefined;
}

/** `@config.setter`: the property itself, not what reading it of an object gives. */
function isOfDescriptor({ value }: Attribute, { names }: SemanticModel): boolean {
  const binding = value.kind === 'Name' ? names.resolve(value) : undefined;
  return binding?.scope.kind === 'class' && binding.definitions.some(({ kind }) => kind === 'function');
}

function readOf(node: Attribute, model: SemanticModel): MemberRead | undefined {
  const standard = model.names.qualifiedName(node.value);
  const others = standard === undefined ? undefined : otherImportsOf(node.value, model);
  if (standard !== undefined && lacksStandardMember(standard, node.attr))
    return { node, member: node.attr, owner: standard, isStandard: true, ...(others !== undefined && { others }) };
  const lacking = valueLacking(node, model);
  if (lacking !== undefined) {
    const { kind, ...doubted } = lacking;
    return {
      node,
      member: node.attr,
      owner: kind.includes('.') ? kind : `builtins.${kind}`,
      isStandard: true,
      ...doubted,
    };
  }
  const caught = exceptionWithoutMessage(node, model);
  if (caught !== undefined)
    return { node, member: node.attr, owner: caught, isStandard: true, doubt: 'uncertain-dispatch' };
  const above = classBelow(node.value, model);
  if (above !== undefined) return { node, member: node.attr, owner: above, isStandard: false, isAbove: true };
  const path = model.effects.projectPath({ func: node });
  if (path === undefined || !path.endsWith(`.${node.attr}`)) return undefined;
  const isCalled = node.parent?.kind === 'Call' && node.parent.func === node;
  const owner = model.types.classDefOf(node.value);
  const isBound = owner !== undefined && model.names.scopeOf(owner)?.bindings.has(node.attr) === true;
  if (isBound && !(isCalled && model.state.methodsOf(owner).get(node.attr)?.decorator_list.length === 1))
    return undefined;
  const isEntered = enteredBy(node.value, model);
  return {
    node,
    member: node.attr,
    owner: path.slice(0, -node.attr.length - 1),
    isStandard: false,
    ...(isCalled && { isCalled }),
    ...(others !== undefined && { others }),
    ...(isEntered !== undefined && { isEntered }),
  };
}

/** Python 2 gave every exception a `message`; the builtin ones have none since. */
function exceptionWithoutMessage({ attr, value }: Attribute, { names, handlers }: SemanticModel): string | undefined {
  if (attr !== 'message' || value.kind !== 'Name') return undefined;
  const handler = names.resolve(value)?.definitions.map(({ node }) => node);
  const [only, ...others] = handler ?? [];
  if (only?.kind !== 'ExceptHandler' || others.some(({ kind }) => kind !== 'ExceptHandler')) return undefined;
  const caught = [only, ...others].flatMap((each) =>
    each.kind === 'ExceptHandler' && isWithin(value, each) ? handlers.describe(each).catches : [],
  );
  const [first] = caught;
  const isBuiltin = (name: string): boolean => name.startsWith('builtins.') && !name.endsWith('Group');
  return first !== undefined && caught.every(isBuiltin) ? first : undefined;
}

/** `from os import basename`: the import itself fails; where a handler waits for that it may. */
function standardImports({ names, source, context, flow }: SemanticModel): readonly MemberRead[] {
  return nodesOf(source.module, 'ImportFrom').flatMap((statement) => {
    const { module } = statement;
    const around = [...ancestors(statement)].map(({ kind }) => kind);
    if (statement.level !== 0 || module === undefined || around.includes('Try') || around.includes('With')) return [];
    if (flow.isUnreachable(statement) || context.isTypeCheckingOnly(statement)) return [];
    const doubt = around.includes('If') && { doubt: 'infeasible-path' as const };
    return statement.names
      .filter(({ name }) => name !== '*' && lacksStandardMember(module, name))
      .filter((alias) => names.importOf(alias) !== undefined)
      .map((node) => ({ node, member: node.name, owner: module, isStandard: true, ...doubt }));
  });
}

function enteredBy(value: Expression, { names }: SemanticModel): MemberRead['isEntered'] {
  const entered =
    value.kind === 'Name' ? names.resolve(value)?.definitions.find(({ kind }) => kind === 'with') : undefined;
  return entered === undefined ? undefined : entered.statement.kind === 'AsyncWith' ? 'async-with' : 'with';
}

/** A handler of just this error, or a test that asks for the attribute. */
function isExpected(node: Attribute, { context, handlers, names }: SemanticModel): boolean {
  const around = context.triesAround(node).flatMap((statement) => statement.handlers);
  if (around.some((handler) => handlers.describe(handler).catches.includes('builtins.AttributeError'))) return true;
  for (const at of ancestors(node)) {
    const test = at.kind === 'If' || at.kind === 'IfExp' ? at.test : at.kind === 'BoolOp' ? at : undefined;
    if (test !== undefined && holds(test, (each) => testsFor(each, node.attr) || testsType(each, node))) return true;
    if (at.kind !== 'With' && at.kind !== 'AsyncWith') continue;
    const takes = (value: Expression): boolean => names.qualifiedName(value) === 'builtins.AttributeError';
    if (at.items.some(({ context_expr: item }) => item.kind === 'Call' && item.args.some(takes))) return true;
  }
  return false;
}

/** `hasattr(…)`, `getattr(job, "result", None)`, `"result" in vars(job)`. */
const testsFor = (node: Node, attribute: string): boolean =>
  (node.kind === 'Name' && node.id === 'hasattr') ||
  (node.kind === 'Constant' && node.value.kind === 'str' && node.value.value === attribute);

/** `isinstance(job, Timed)`: in the branch it is of that class. */
function testsType(node: Node, { value }: Attribute): boolean {
  const isCall = node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'isinstance';
  const [tested] = isCall ? node.args : [];
  return tested?.kind === 'Name' && rootOf(value) === tested.id;
}

/** Standard functions that wait for what they do and give what cannot be awaited. */
const PLAIN =
  /^(?:time\.sleep|(?:requests|subprocess)\.(?!Popen)[a-z]\w*|urllib\.request\.urlopen|json\.(?:loads|dumps|load|dump))$/;

/** The name of a plain function of a library whose result is awaited. */
export function plainCallAwaited({ value }: Await, { names }: SemanticModel): string | undefined {
  const called = value.kind === 'Call' ? names.qualifiedName(value.func) : undefined;
  return called !== undefined && PLAIN.test(called) ? called : undefined;
}
