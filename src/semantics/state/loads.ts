/** What is done to a state where it is loaded: called on, subscripted, passed, returned, tested. */
import type { Attribute, Call, Expression, Node, Subscript } from '../../ast/index.ts';
import { localBoundTo, methodCallOn } from './aliases.ts';
import { usesAsArgument } from './arguments.ts';
import { usesOfElement } from './elements.ts';
import { type DraftUse, type Subject, useOf } from './mention.ts';
import { ELEMENT_METHODS, GROWING_METHODS, SHRINKING_METHODS } from './operations.ts';
import { subscriptStore } from './subscripts.ts';

/** Uses made by one load of a state. */
export function usesOfLoad(subject: Subject, state: Expression): readonly DraftUse[] {
  const carrier = outermostCarrier(state);
  const parent: Node | undefined = carrier.parent;
  switch (parent?.kind) {
    case 'Attribute':
      return usesOfMember(subject, carrier, parent);
    case 'Subscript':
      return parent.value === carrier ? usesOfSubscript(subject, parent) : [useOf('read', state, 'key')];
    case 'Call':
      return parent.func === carrier ? [useOf('read', state, 'call')] : usesAsArgument(subject, state, parent);
    case 'keyword':
      // `f(**options)` copies; a class's keywords are read once.
      if (parent.parent?.kind !== 'Call' || parent.arg === undefined) return [useOf('read', state, 'read')];
      return usesAsArgument(subject, state, parent.parent);
    case 'Return':
    case 'Lambda':
      return [useOf('hand-out', state, 'return')];
    case 'Yield':
      return [useOf('hand-out', state, 'yield')];
    case 'Raise':
      return [useOf('hand-out', state, 'raise')];
    case 'Assign':
    case 'AnnAssign':
      return [boundElsewhere(subject, state, carrier)];
    case 'For':
    case 'AsyncFor':
      // `for queue in (self._high, self._low)`: the loop's name is the state itself.
      return [useOf(carrier === state ? 'read' : 'hand-out', state, 'iterate')];
    default:
      return [useOf('read', state, readingIn(parent, carrier))];
  }
}

/** The largest expression whose value is, or holds, the state itself: `state or {}`, `(state, 1)`, `{"k": state}`. */
function outermostCarrier(state: Expression): Expression {
  let carrier = state;
  for (;;) {
    const parent: Node | undefined = carrier.parent;
    switch (parent?.kind) {
      case 'BoolOp':
      case 'NamedExpr':
      case 'Tuple':
      case 'List':
      case 'Set':
        break;
      case 'IfExp':
        if (parent.test === carrier) return carrier;
        break;
      case 'Dict':
        if (!isOrdinaryValue(parent.keys, parent.values, carrier)) return carrier;
        break;
      default:
        return carrier;
    }
    carrier = parent;
  }
}

/** A value under a key of its own; after `**` a mapping is copied. */
function isOrdinaryValue(
  keys: readonly (Expression | undefined)[],
  values: readonly Expression[],
  value: Expression,
): boolean {
  const index = values.indexOf(value);
  return index !== -1 && keys[index] !== undefined;
}

/** Bound to a local whose uses are followed, the state stays in sight; bound to anything else, it is handed out. */
function boundElsewhere(subject: Subject, state: Expression, carrier: Expression): DraftUse {
  const local = localBoundTo(subject.model, state);
  if (local !== undefined) return useOf(local.isOnly ? 'read' : 'hand-out', state, 'alias');
  const statement = carrier.parent;
  const targets = statement?.kind === 'Assign' ? statement.targets : [];
  // Unpacking copies the elements; binding a name to itself changes nothing.
  if (
    targets.every((target) => target.kind === 'Tuple' || target.kind === 'List') &&
    carrier === state &&
    targets.length > 0
  ) {
    return useOf('read', state, 'unpack');
  }
  return targets.some((target) => subject.holds(target))
    ? useOf('read', state, 'read')
    : useOf('hand-out', state, 'store');
}

function readingIn(parent: Node | undefined, carrier: Expression): string {
  switch (parent?.kind) {
    case 'comprehension':
      return parent.iter === carrier ? 'iterate' : 'test';
    case 'Compare':
      return parent.left !== carrier && parent.ops.some((op) => op === 'In' || op === 'NotIn') ? 'in' : 'compare';
    case 'If':
    case 'While':
    case 'Assert':
    case 'IfExp':
      return 'test';
    default:
      return 'read';
  }
}

function usesOfMember(subject: Subject, state: Expression, member: Attribute): readonly DraftUse[] {
  const called = methodCallOn(state);
  if (called !== undefined) return usesOfMethod(subject, state, called.call, called.method);
  if (member.ctx !== 'Load') {
    const isUpdate = member.parent?.kind === 'AugAssign' && member.parent.target === member;
    return [useOf(isUpdate ? 'update' : 'read', member, `.${member.attr}${isUpdate ? ' +=' : ' ='}`)];
  }
  // `add = self._seen.add`: who holds the bound method can use it.
  if (GROWING_METHODS.has(member.attr) && isContainer(subject)) return [useOf('grow', member, member.attr)];
  if (SHRINKING_METHODS.has(member.attr) && mayBeContainer(subject)) return [useOf('shrink', member, member.attr)];
  return [useOf('read', state, member.attr)];
}

function usesOfMethod(subject: Subject, state: Expression, call: Call, method: string): readonly DraftUse[] {
  const position = GROWING_METHODS.get(method);
  const key = position === undefined ? call.args[0] : call.args[position];
  const uses: DraftUse[] = [];
  if (position !== undefined && mayBeContainer(subject)) uses.push(useOf('grow', call, method, key));
  else if (SHRINKING_METHODS.has(method) && mayBeContainer(subject)) uses.push(useOf('shrink', call, method, key));
  else uses.push(useOf('read', state, method, ELEMENT_METHODS.has(method) ? key : undefined));
  if (ELEMENT_METHODS.has(method)) uses.push(...usesOfElement(subject, call, call.args[0]));
  return uses;
}

function usesOfSubscript(subject: Subject, subscript: Subscript): readonly DraftUse[] {
  if (subscript.ctx === 'Del')
    return [useOf('shrink', subscript, subscript.slice.kind === 'Slice' ? 'del [:]' : 'del []', subscript.slice)];
  if (subscript.ctx === 'Store') return subscriptStore(subject, subscript);
  const inner = usesOfElement(subject, subscript, subscript.slice);
  if (subject.makesMissingKeys && inner.length === 0) return [useOf('grow', subscript, '[]', subscript.slice)];
  return [useOf('read', subscript, '[]', subscript.slice), ...inner];
}

function mayBeContainer(subject: Subject): boolean {
  return subject.container !== 'other';
}

function isContainer(subject: Subject): boolean {
  return subject.container !== 'other' && subject.container !== undefined;
}
