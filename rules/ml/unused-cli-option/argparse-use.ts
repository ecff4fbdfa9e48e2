/** What a file does with `argparse`: the options it declares, the namespaces it makes, and what of them may be read. */
import { ancestors, type Call, type Def, type Expression, type Node, nameOfPlace, walk } from '#ast';
import { argparseOptions, type DeclaredOption } from '#kit/commands';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { carriersOf } from '#semantics/values/carriers';

const PARSER = 'argparse.ArgumentParser';
const PARSING: ReadonlySet<string> = new Set([
  'parse_args',
  'parse_known_args',
  'parse_intermixed_args',
  'parse_known_intermixed_args',
]);

export interface ArgparseUse {
  readonly options: readonly DeclaredOption[];
  /** Calls that make a namespace. */
  readonly namespaces: readonly Call[];
  /** Calls that make a parser. */
  readonly parsers: readonly Call[];
  /** Attributes that are read, and texts that may be asked for. */
  readonly mentioned: ReadonlySet<string>;
  /** Attributes of which the code also asks for the opposite: `not args.apply`, `if args.apply: … else: …`. */
  readonly chosenBetween: ReadonlySet<string>;
  /** Attributes are read whose names cannot be seen. */
  readonly isDynamic: boolean;
}

/** Parsers that other modules make, and those that a framework hands to its hooks, are not this file's. */
export function argparseUse(model: SemanticModel): ArgparseUse {
  const options: DeclaredOption[] = [];
  const chosenBetween = new Set<string>();
  const namespaces: Call[] = [];
  const parsers: Call[] = [];
  const mentioned = new Set<string>();
  let isDynamic = false;
  walk(model.source.module, (node) => {
    if (node.kind === 'Attribute' && node.ctx === 'Load') {
      mentioned.add(node.attr);
      if (selectsOpposite(node)) chosenBetween.add(node.attr);
    } else if (node.kind === 'Constant' && node.value.kind === 'str' && !isForDeclaration(node, model)) {
      mentioned.add(node.value.value);
    }
    if (node.kind !== 'Call') return undefined;
    const method = nameOfPlace(node.func) ?? '';
    if (PARSING.has(method)) namespaces.push(node);
    else if (mayBe(node, 'ArgumentParser') && model.types.calleeName(node.func) === PARSER) parsers.push(node);
    isDynamic ||= readsAnyName(node, model);
    if (method !== 'add_argument' || !isParser(node, model)) return undefined;
    const alternatives = alternativesOf(node, model);
    const parser = parserOf(node, model);
    options.push(
      ...argparseOptions(node, model).map((option) => ({
        ...option,
        ...(parser !== undefined && { parser }),
        ...(alternatives !== undefined && { alternatives }),
      })),
    );
    // The words of a declaration are no reading of it.
    return 'skip';
  });
  return { options, namespaces, parsers, mentioned, chosenBetween, isDynamic: isDynamic || mentioned.has('__dict__') };
}

/** A text that a name, a function or an object carries to the declaration of an option is part of it. */
function isForDeclaration(text: Expression, model: SemanticModel): boolean {
  return carriersOf(text, model).some((carrier) =>
    [...ancestors(carrier)].some((around) => around.kind === 'Call' && nameOfPlace(around.func) === 'add_argument'),
  );
}

/** Whether a call may be of a function of that name: a method has the name, a plain name may represent another. */
function mayBe({ func }: Call, ...names: readonly string[]): boolean {
  return func.kind === 'Name' || (func.kind === 'Attribute' && names.includes(func.attr));
}

function readsAnyName(call: Call, model: SemanticModel): boolean {
  if (!mayBe(call, 'vars', 'attrgetter', 'getattr')) return false;
  const callee = model.names.qualifiedName(call.func);
  if (callee === 'builtins.vars' || callee === 'operator.attrgetter') return true;
  const name = call.args[1];
  return callee === 'builtins.getattr' && name !== undefined && model.values.string(name) === undefined;
}

/** An argparse parser or group of this file; one that a framework hands to its hook is the framework's. */
function isParser({ func }: Call, model: SemanticModel): boolean {
  if (func.kind !== 'Attribute') return false;
  return model.flow.origins(func.value).every((origin) => {
    if (origin.kind === 'Call') return isParserMaker(origin, model);
    if (origin.kind !== 'Name') return model.types.classOf(origin) === PARSER;
    const fn = model.names.parameterOf(origin) === undefined ? undefined : model.context.defAround(origin);
    return fn !== undefined && model.context.classAround(fn) === undefined && isCalledHere(fn, model);
  });
}

/**
 * The call that made the group of alternatives to which an option is added. Giving one keeps the others out, so an option that
 * nothing reads still says something where another of its group is read.
 */
function alternativesOf({ func }: Call, model: SemanticModel): Call | undefined {
  const made = func.kind === 'Attribute' ? model.flow.origins(func.value) : [];
  const [group] = made;
  if (made.length !== 1 || group?.kind !== 'Call') return undefined;
  return nameOfPlace(group.func) === 'add_mutually_exclusive_group' ? group : undefined;
}

/** The parser of an option that is added to it or to a group of it: what made it, or the variable that holds it. */
function parserOf({ func }: Call, model: SemanticModel): object | undefined {
  const made = func.kind === 'Attribute' ? model.flow.origins(func.value) : [];
  const [origin] = made;
  if (origin === undefined || made.length !== 1) return undefined;
  if (origin.kind === 'Name') return model.names.resolve(origin);
  const isGroup = origin.kind === 'Call' && GROUP_MAKERS.has(nameOfPlace(origin.func) ?? '');
  return isGroup ? parserOf(origin, model) : origin;
}

const GROUP_MAKERS: ReadonlySet<string> = new Set(['add_argument_group', 'add_mutually_exclusive_group']);

/** Whether what is read here is negated, or decides between two ways to go on. */
function selectsOpposite(read: Expression): boolean {
  let below: Node = read;
  for (const node of ancestors(read)) {
    if (node.kind === 'UnaryOp') return node.op === 'Not';
    if (node.kind === 'If') return node.test === below && node.orelse.length > 0;
    if (node.kind !== 'BoolOp') return false;
    below = node;
  }
  return false;
}

function isParserMaker(call: Call, model: SemanticModel): boolean {
  if (model.types.calleeName(call.func) === PARSER) return true;
  if (call.func.kind !== 'Attribute') return false;
  const isPart = /^add_(subparsers|parser|argument_group|mutually_exclusive_group)$/.test(call.func.attr);
  return isPart && isParser(call, model);
}

/** This file itself gives its parser to the function. */
function isCalledHere(fn: Def, model: SemanticModel): boolean {
  return mentionsOfFunction(model, fn).some(({ parent }) => parent?.kind === 'Call');
}
