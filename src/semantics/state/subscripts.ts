/** Stores under a key or index: growth, change in place, or trimming. */
import type { Expression, Node, Subscript } from '../../ast/index.ts';
import { type DraftUse, type Subject, useOf } from './mention.ts';
import { trimmingIn } from './trimming.ts';

/** Uses made by `x[k] = v`, `x[k] += v` and other bindings of a subscript. */
export function subscriptStore(subject: Subject, subscript: Subscript): readonly DraftUse[] {
  const key = subscript.slice;
  const statement = subscript.parent;
  if (key.kind === 'Slice') return [sliceStore(subscript, key.lower === undefined && key.upper === undefined)];
  if (statement?.kind === 'AugAssign')
    return [useOf(storeKind(subject), subscript, `[]${augmentation(statement.op)}`, key)];
  const value = valueStored(subscript);
  const trimming = value === undefined ? undefined : trimmingIn(subject, value);
  if (trimming !== undefined)
    return [{ ...useOf('shrink', subscript, `[]= ${trimming}`, key), ...(isTable(subject) && { isOfElement: true }) }];
  return [useOf(storeKind(subject), subscript, '[]=', key)];
}

/** The sign of an augmented assignment, for messages. */
export function augmentation(op: string): string {
  return SIGNS.get(op) ?? '+=';
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['Add', '+='],
  ['Sub', '-='],
  ['Mult', '*='],
  ['Div', '/='],
  ['BitOr', '|='],
  ['BitAnd', '&='],
  ['BitXor', '^='],
]);

/** A sequence does not grow when an index is stored; what is no container is changed, not grown. */
function storeKind(subject: Subject): 'grow' | 'update' {
  return subject.container === 'list' || subject.container === 'deque' || subject.container === 'other'
    ? 'update'
    : 'grow';
}

const isTable = ({ container }: Subject): boolean => container === 'dict';

function sliceStore(subscript: Subscript, isWhole: boolean): DraftUse {
  const value = valueStored(subscript);
  const isEmptied = value?.kind === 'List' && value.elts.length === 0;
  return useOf(isWhole || isEmptied ? 'shrink' : 'update', subscript, '[:]=', undefined);
}

function valueStored(subscript: Subscript): Expression | undefined {
  const parent: Node | undefined = subscript.parent;
  return parent?.kind === 'Assign' || parent?.kind === 'AnnAssign' ? parent.value : undefined;
}
