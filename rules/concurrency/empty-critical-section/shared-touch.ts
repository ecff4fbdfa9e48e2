/** Whether another thread can notice that a piece of code runs. */
import {
  type Attribute,
  attributeChain,
  type Call,
  type Expression,
  holds,
  isCapWords,
  type Name,
  type Node,
} from '#ast';
import { words } from '#knowledge/words';
import type { FunctionNode, SemanticModel } from '#semantics';
import { isClockRead } from '#semantics/effects/clock-reads';

/**
 * Whether anything in a part of a function may be seen by another thread: an attribute, a name from outside, a call that is
 * not known, a way out of the part. What is left works on locals and on what it has just made.
 */
export function touchesShared(part: readonly Node[], fn: FunctionNode, model: SemanticModel): boolean {
  return holds(part, (node) => isShared(node, fn, model));
}

function isShared(node: Node, fn: FunctionNode, model: SemanticModel): boolean {
  switch (node.kind) {
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
    case 'Return':
    case 'Global':
    case 'Nonlocal':
    case 'Delete':
    case 'Raise':
    case 'With':
    case 'AsyncWith':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'Lambda':
      return true;
    case 'Call':
      return !isPure(node, model);
    case 'Attribute':
      return !isHarmless(node, fn, model);
    case 'Subscript':
      return !isOfFresh(node, fn, model);
    case 'Name':
      return isFromOutside(node, fn, model);
    default:
      return false;
  }
}

/** A name of a module, a part of an object made here, or a method that only reads what the function was given. */
function isHarmless(attribute: Attribute, fn: FunctionNode, model: SemanticModel): boolean {
  const { value, attr } = attribute;
  if (isOfFresh(attribute, fn, model) || model.names.qualifiedName(attribute) !== undefined) return true;
  if (!READING_METHODS.has(attr)) return false;
  if (value.kind === 'Call') return isPure(value, model);
  return value.kind === 'Constant' || (value.kind === 'Name' && model.names.resolve(value)?.scope.node === fn);
}

function isPure(call: Call, model: SemanticModel): boolean {
  const name = model.names.qualifiedName(call.func);
  if (name === undefined) return call.func.kind === 'Attribute';
  if (PURE_BUILTINS.test(name) || PURE_FUNCTIONS.test(name) || isClockRead(call, model)) return true;
  const definition = model.names.definitionOf(call.func);
  if (definition !== undefined) return definition.kind === 'ClassDef';
  return isCapWords(name.slice(name.lastIndexOf('.') + 1));
}

/** A part of an object that this function has just made, and that nobody else can have. */
function isOfFresh(node: Expression, fn: FunctionNode, model: SemanticModel): boolean {
  let { root } = attributeChain(node);
  while (root.kind === 'Subscript' || root.kind === 'Attribute') root = root.value;
  if (root.kind !== 'Name') return false;
  const binding = model.names.resolve(root);
  if (binding === undefined || binding.scope.node !== fn) return false;
  return binding.definitions.every(({ value }) => value !== undefined && isDisplay(value, model));
}

function isDisplay(value: Expression, model: SemanticModel): boolean {
  if (value.kind === 'Call') return isPure(value, model) && model.names.qualifiedName(value.func) !== undefined;
  return ['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp', 'Constant', 'JoinedStr'].includes(value.kind);
}

/** A variable of the module or of the function around; functions, classes and imports are no state. */
function isFromOutside(name: Name, fn: FunctionNode, model: SemanticModel): boolean {
  const binding = model.names.resolve(name);
  if (binding === undefined || binding.scope.node === fn || binding.scope.kind === 'comprehension') return false;
  return !binding.definitions.every(({ kind }) => ['import', 'from-import', 'function', 'class'].includes(kind));
}

/** Builtins that look at nothing but what they are given. */
const PURE_BUILTINS =
  /^builtins\.(abs|all|any|bool|bytes|bytearray|dict|enumerate|float|format|frozenset|hash|int|isinstance|len|list|max|min|range|repr|reversed|round|set|slice|sorted|str|sum|tuple|type|zip|object)$/;
/** Random numbers and the like: no thread shares them with this one. */
const PURE_FUNCTIONS =
  /^(datetime\.date\.today|uuid\.uuid[14]|secrets\.token_\w+|math\.\w+|copy\.(copy|deepcopy)|json\.(dumps|loads)|hashlib\.\w+)$/;
/** Methods of texts, dates and mappings that leave what they are called on as it is. */
const READING_METHODS: ReadonlySet<string> = new Set(
  words(`
    copy decode encode endswith format get hexdigest isoformat items join keys lower replace rstrip split startswith
    strftime strip timestamp title upper values
  `),
);
