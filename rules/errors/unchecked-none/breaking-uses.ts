/** Uses of a value that certainly fail where it is `None`, by what Python does with it. */
import { type Call, type Expression, isWithin, lastName, type Node } from '#ast';
import { importsMapper } from '#kit/calls';
import { REFUSING_ALL, REFUSING_FIRST } from '#knowledge/refuse-none';
import type { SemanticModel } from '#semantics';

/** One use that fails where the value is `None`. */
export interface BreakingUse {
  readonly node: Node;
  /** What is done with it, as a clause: "`.group` is read of it". */
  readonly says: string;
  /** The exception of that use on `None`. */
  readonly error:
    | 'builtins.AttributeError'
    | 'builtins.TypeError'
    | 'builtins.ValueError'
    | 'sqlalchemy.exc.SQLAlchemyError';
}

/** What stands around a value that `None` cannot take; undefined where it may be `None` as well. */
export function breakingUse(value: Expression, model: SemanticModel): BreakingUse | undefined {
  const { parent } = value;
  switch (parent?.kind) {
    case 'Attribute':
      if (parent.attr.startsWith('__')) return undefined;
      return { node: parent, says: `\`.${parent.attr}\` is ${actOf(parent.ctx)} it`, error: 'builtins.AttributeError' };
    case 'Subscript':
      if (parent.value !== value) return undefined;
      return typeError(parent, parent.ctx === 'Load' ? 'it is subscripted' : 'an item is assigned to it');
    case 'For':
    case 'AsyncFor':
    case 'comprehension':
      return parent.iter === value ? typeError(value, 'it is iterated over') : undefined;
    case 'Call':
      return parent.func === value ? typeError(parent, 'it is called') : takenBy(parent, value, model);
    case 'List':
      return isPartOfCommand(parent, model) ? typeError(parent, 'it is part of a command') : undefined;
    case 'Starred':
    case 'keyword':
      return parent.kind === 'Starred' || parent.arg === undefined
        ? typeError(value, 'it is unpacked into arguments')
        : undefined;
    case 'FormattedValue':
      return parent.format_spec === undefined ? undefined : typeError(parent, 'it is formatted as a number or date');
    case 'Assign': {
      const [target, other] = parent.targets;
      const isUnpacked = other === undefined && (target?.kind === 'Tuple' || target?.kind === 'List');
      return isUnpacked ? typeError(value, 'it is unpacked') : undefined;
    }
    default:
      return calculatedWith(value, parent);
  }
}

function calculatedWith(value: Expression, parent: Node | undefined): BreakingUse | undefined {
  switch (parent?.kind) {
    case 'BinOp': {
      // `"%s" % found` writes "None".
      const isArithmetic = ARITHMETIC.has(parent.op) || (parent.op === 'Mod' && parent.left === value);
      return isArithmetic ? typeError(parent, 'it is used in arithmetic') : undefined;
    }
    case 'AugAssign':
      return parent.value === value && ARITHMETIC.has(parent.op)
        ? typeError(value, 'it is used in arithmetic')
        : undefined;
    case 'UnaryOp':
      return parent.op === 'USub' ? typeError(parent, 'it is used in arithmetic') : undefined;
    case 'Compare': {
      const at = parent.left === value ? 0 : parent.comparators.indexOf(value) + 1;
      const beside = [parent.ops[at - 1], parent.ops[at]];
      if (beside.some((op) => op !== undefined && ORDERING.has(op)))
        return typeError(parent, 'it is compared with `<` or `>`');
      const [before] = beside;
      return before === 'In' || before === 'NotIn' ? typeError(parent, 'it is searched with `in`') : undefined;
    }
    default:
      return undefined;
  }
}

const typeError = (node: Node, says: string): BreakingUse => ({ node, says, error: 'builtins.TypeError' });

function takenBy(call: Call, value: Expression, model: SemanticModel): BreakingUse | undefined {
  const isFirst = call.args[0] === value;
  if (isFirst && call.func.kind === 'Attribute' && VALIDATES.test(call.func.attr))
    return { node: call, says: `it is passed to \`${lastName(call.func)}\``, error: 'builtins.ValueError' };
  if (isFirst && takesRow(call, model))
    return { node: call, says: `it is passed to \`${lastName(call.func)}\``, error: 'sqlalchemy.exc.SQLAlchemyError' };
  if (!call.args.includes(value)) return undefined;
  const name = model.names.qualifiedName(call.func) ?? '';
  if (!REFUSING_ALL.test(name) && !(isFirst && REFUSING_FIRST.test(name))) return undefined;
  return typeError(call, `it is passed to \`${name.replace(/^builtins\./, '')}\``);
}

/** `session.delete(order)`: what is no row is refused. */
function takesRow({ func }: Call, model: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || !/^(?:add|delete|refresh|expunge|merge)$/.test(func.attr)) return false;
  const owner = model.types.classOf(func.value);
  if (owner !== undefined) return /^sql(?:alchemy|model)\.(?:\w+\.)*(?:Async)?Session$/.test(owner);
  return /(?:^|_)(?:session|db)$/i.test(lastName(func.value) ?? '') && importsMapper(model);
}

/** `subprocess.run([converter, source])`. */
function isPartOfCommand(list: Expression, { names }: SemanticModel): boolean {
  const { parent } = list;
  if (parent?.kind !== 'Call' || parent.args[0] === undefined || !isWithin(list, parent.args[0])) return false;
  return /^subprocess\.(?:run|Popen|call|check_call|check_output)$/.test(names.qualifiedName(parent.func) ?? '');
}

const actOf = (ctx: 'Load' | 'Store' | 'Del'): string =>
  ctx === 'Load' ? 'read from' : ctx === 'Store' ? 'set on' : 'deleted from';

/** Makes a model of pydantic of a row or a mapping. */
const VALIDATES = /^(?:model_validate|parse_obj|from_orm)$/;

const ARITHMETIC: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mult', 'Div', 'FloorDiv', 'Pow', 'MatMult']);
const ORDERING: ReadonlySet<string> = new Set(['Lt', 'LtE', 'Gt', 'GtE']);

/** What is only run, compared or handed on is left out before anything dear is asked. */
export const mayBeUsed = ({ parent }: Expression): boolean => parent !== undefined && USING.has(parent.kind);
const USING: ReadonlySet<Node['kind']> = new Set([
  ...(['Attribute', 'Subscript', 'Assign', 'AnnAssign', 'For', 'AsyncFor', 'comprehension', 'Call'] as const),
  ...(['BinOp', 'UnaryOp', 'Compare', 'AugAssign', 'Starred', 'keyword', 'FormattedValue', 'List', 'IfExp'] as const),
]);
