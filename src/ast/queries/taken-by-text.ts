import type { Call, Expression, Subscript } from '../nodes.generated.ts';

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
  switch (called) {
    case 'getattr': {
      const name = textOf(second);
      return name === undefined ? undefined : { kind: 'member', owner: first, by: func, name };
    }
    case '__import__':
    case 'import_module': {
      const name = textOf(first);
      return name === undefined ? undefined : { kind: 'module', by: func, name };
    }
    case 'get':
      return func.kind === 'Attribute' ? takenFrom(func.value, first) : undefined;
    default:
      return undefined;
  }
}

/** From a namespace, by its key. */
function takenFrom(namespace: Expression, key: Expression): TakenByText | undefined {
  if (namespace.kind === 'Attribute' && (namespace.attr === '__dict__' || namespace.attr === 'modules')) {
    const name = textOf(key);
    if (name === undefined) return undefined;
    return namespace.attr === 'modules'
      ? { kind: 'module', by: namespace, name }
      : { kind: 'member', owner: namespace.value, by: namespace, name };
  }
  if (namespace.kind === 'Name' && namespace.id === '__builtins__') {
    const name = textOf(key);
    return name === undefined ? undefined : { kind: 'member', owner: namespace, by: namespace, name };
  }
  if (namespace.kind !== 'Call' || namespace.func.kind !== 'Name') return undefined;
  const [owner] = namespace.args;
  const isGlobal = namespace.func.id === 'globals' && owner === undefined;
  if (!isGlobal && namespace.func.id !== 'vars') return undefined;
  const name = textOf(key);
  if (name === undefined) return undefined;
  if (isGlobal) return { kind: 'global', by: namespace.func, name };
  return owner === undefined ? undefined : { kind: 'member', owner, by: namespace.func, name };
}

/** The parts of one may stand apart: `"sys" + "tem"`. */
function textOf(expression: Expression | undefined, depth = 0): string | undefined {
  if (expression?.kind === 'Constant') return expression.value.kind === 'str' ? expression.value.value : undefined;
  if (expression?.kind !== 'BinOp' || expression.op !== 'Add' || depth > MOST_PARTS) return undefined;
  const left = textOf(expression.left, depth + 1);
  const right = left === undefined ? undefined : textOf(expression.right, depth + 1);
  return right === undefined ? undefined : `${left}${right}`;
}

const MOST_PARTS = 40;
