/** What is done to a state where it is bound: created, bound again, changed, or replaced by a longer or shorter self. */
import type { AugAssign, BinOp, Call, Expression, Node } from '../../ast/index.ts';
import { type DraftUse, type Subject, useOf } from './mention.ts';
import { setsAttribute } from './mentions.ts';
import { augmentation } from './subscripts.ts';
import { mentionsState, trimmingIn } from './trimming.ts';

/** A place that binds a state, and the expression it is bound to where there is one. */
export interface Binding {
  readonly node: Expression;
  readonly value: Expression | undefined;
  readonly annotation: Expression | undefined;
  readonly operation: string;
  readonly augmented: AugAssign | undefined;
}

/** How a mention with a storing context is bound; undefined for deletions and loads. */
export function bindingAt(node: Expression): Binding | undefined {
  if (node.kind === 'Call') return bindingBySetattr(node);
  // `app["orders"]` is a state as a whole.
  if (node.kind !== 'Attribute' && node.kind !== 'Name' && node.kind !== 'Subscript') return undefined;
  if (node.ctx !== 'Store') return undefined;
  return bindingByTarget(node);
}

/** The use that a binding makes; `isCreation` says that nobody had the state before. */
export function useOfBinding(subject: Subject, binding: Binding, isCreation: boolean): DraftUse {
  const { node, value, augmented } = binding;
  if (augmented !== undefined) return useOfAugmented(subject, node, augmented);
  const replaced = value === undefined || isCreation ? undefined : useOfReplacement(subject, node, value);
  if (replaced !== undefined) return { ...replaced, value };
  return { kind: isCreation ? 'create' : 'rebind', node, value, key: undefined, operation: binding.operation };
}

function bindingBySetattr(call: Call): Binding | undefined {
  if (!setsAttribute(call)) return undefined;
  return { node: call, value: call.args[2], annotation: undefined, operation: 'setattr', augmented: undefined };
}

function bindingByTarget(target: Expression): Binding {
  const bound = (operation: string, value?: Expression): Binding => ({
    node: target,
    value,
    annotation: undefined,
    operation,
    augmented: undefined,
  });
  const parent = target.parent;
  switch (parent?.kind) {
    case 'Assign':
      return bound('=', parent.value);
    case 'AnnAssign':
      return { ...bound(parent.value === undefined ? 'declare' : '=', parent.value), annotation: parent.annotation };
    case 'AugAssign':
      return { ...bound(augmentation(parent.op), parent.value), augmented: parent };
    case 'NamedExpr':
      return bound(':=', parent.value);
    case 'withitem':
      return bound('with', parent.context_expr);
    case 'Tuple':
    case 'List':
      return bound('unpack', valueInTuple(parent, target));
    case 'Starred':
      return bound('unpack');
    default:
      return bound('for');
  }
}

/** `self.a, self.b = 1, 2`: the value at the same place, when both sides are written out. */
function valueInTuple(
  targets: Node & { readonly elts: readonly Expression[] },
  target: Expression,
): Expression | undefined {
  const statement = targets.parent;
  if (statement?.kind !== 'Assign' || !statement.targets.some((each) => each === targets)) return undefined;
  const { value } = statement;
  const isPaired =
    (value.kind === 'Tuple' || value.kind === 'List') &&
    value.elts.length === targets.elts.length &&
    ![...value.elts, ...targets.elts].some((each) => each.kind === 'Starred');
  return isPaired ? value.elts[targets.elts.indexOf(target)] : undefined;
}

function useOfAugmented(subject: Subject, node: Expression, statement: AugAssign): DraftUse {
  const operation = augmentation(statement.op);
  const { container } = subject;
  const isSequence =
    container === 'list' || container === 'deque' || (container === undefined && isListDisplay(statement.value));
  if (statement.op === 'Add' && isSequence) return useOf('grow', node, operation, statement.value);
  if (container === 'dict' || container === 'set') {
    if (statement.op === 'BitOr' || statement.op === 'Add') return useOf('grow', node, operation, statement.value);
    if (statement.op === 'Sub' || statement.op === 'BitAnd') return useOf('shrink', node, operation, statement.value);
  }
  return useOf('update', node, operation, undefined);
}

/** A new value made of the old one: shorter, longer, or a number counted on. */
function useOfReplacement(subject: Subject, node: Expression, value: Expression): DraftUse | undefined {
  const trimming = trimmingIn(subject, value);
  if (trimming !== undefined) return useOf('shrink', node, `= ${trimming}`);
  switch (value.kind) {
    case 'BinOp':
      return useOfSum(subject, node, value);
    case 'List':
    case 'Set':
    case 'Tuple':
      return value.elts.some((each) => each.kind === 'Starred' && mentionsState(subject, each.value))
        ? useOf('grow', node, '= *')
        : undefined;
    case 'Dict':
      return value.keys.some((key, index) => key === undefined && isStateAt(subject, value.values[index]))
        ? useOf('grow', node, '= **')
        : undefined;
    case 'Call':
      return isUpdatingCall(value) && mentionsState(subject, value)
        ? useOf('update', node, `= ${value.func.kind === 'Name' ? value.func.id : ''}`)
        : undefined;
    default:
      return undefined;
  }
}

/** `x = x + [y]` grows what is a collection; any other arithmetic changes a number. */
function useOfSum(subject: Subject, node: Expression, value: BinOp): DraftUse | undefined {
  if (!mentionsState(subject, value)) return undefined;
  const sign = augmentation(value.op).replace('=', '');
  const isCollection = isContainer(subject) || isListDisplay(value.left) || isListDisplay(value.right);
  if (!isCollection || (value.op !== 'Add' && value.op !== 'BitOr')) return useOf('update', node, `= ${sign}`);
  return useOf('grow', node, `= ${sign}`, mentionsState(subject, value.left) ? value.right : value.left);
}

function isStateAt(subject: Subject, value: Expression | undefined): boolean {
  return value !== undefined && mentionsState(subject, value);
}

function isUpdatingCall(call: Call): boolean {
  return call.func.kind === 'Name' && (call.func.id === 'max' || call.func.id === 'min');
}

function isContainer(subject: Subject): boolean {
  return subject.container !== undefined && subject.container !== 'other';
}

function isListDisplay(value: Expression): boolean {
  return value.kind === 'List' || value.kind === 'ListComp';
}
