import type { Call, Expression, Subscript } from '../nodes.generated.ts';
import { stringConstant } from './constants.ts';

/** What an expression takes by the text of its name; whether the names in it are what they seem to be is not looked at. */
export type TakenByText =
  /** `getattr(os, "system")`, `os.__dict__["system"]`, `vars(os)["system"]`. */
  | { readonly kind: 'member'; readonly owner: Expression; readonly by: Expression; readonly name: string }
  /** `__import__("os")`, `importlib.import_module("os")`, `sys.modules["os"]`. */
  | { readonly kind: 'module'; readonly by: Expression; readonly name: string }
  /** `globals()["run"]`. */
  | { readonly kind: 'global'; readonly by: Expression; readonly name: string };

/** `by` of each is what takes it: a function, or the attribute of a namespace. */
export function takenByText(expression: Call | Subscript): TakenByText | undefined {
  return expression.kind === 'Call' ? takenByCall(expression) : takenFrom(expression.value, expression.slice);
}

function takenByCall({ func, args: [first, second] }: Call): TakenByText | undefined {
  if (first === undefined || (func.kind !== 'Name' && func.kind !== 'Attribute')) return undefined;
  const called = func.kind === 'Name' ? func.id : func.attr;
  if (called === 'get') return func.kind === 'Attribute' ? takenFrom(func.value, first) : undefined;
  if (called === 'getattr') {
    const name = textOf(second);
    return name === undefined ? undefined : { kind: 'member', owner: first, by: func, name };
  }
  if (called !== '__import__' && called !== 'import_module') return undefined;
  const name = textOf(first);
  return name === undefined ? undefined : { kind: 'module', by: func, name };
}

/** From a namespace, by its key. */
function takenFrom(by: Expression, key: Expression): TakenByText | undefined {
  const name = textOf(key);
  if (name === undefined) return undefined;
  switch (by.kind) {
    case 'Attribute':
      if (by.attr === 'modules') return { kind: 'module', by, name };
      return by.attr === '__dict__' ? { kind: 'member', owner: by.value, by, name } : undefined;
    case 'Name':
      return by.id === '__builtins__' ? { kind: 'member', owner: by, by, name } : undefined;
    case 'Call': {
      const { func, args } = by;
      const [owner] = args;
      if (func.kind !== 'Name') return undefined;
      if (func.id === 'globals' && owner === undefined) return { kind: 'global', by: func, name };
      return func.id === 'vars' && owner !== undefined ? { kind: 'member', owner, by: func, name } : undefined;
    }
    default:
      return undefined;
  }
}

/** The parts of one may stand apart: `"sys" + "tem"`. */
function textOf(expression: Expression | undefined, depth = 0): string | undefined {
  if (expression?.kind !== 'BinOp') return stringConstant(expression);
  if (expression.op !== 'Add' || depth > MOST_PARTS) return undefined;
  const left = textOf(expression.left, depth + 1);
  const right = left === undefined ? undefined : textOf(expression.right, depth + 1);
  return right === undefined ? undefined : `${left}${right}`;
}

const MOST_PARTS = 40;
