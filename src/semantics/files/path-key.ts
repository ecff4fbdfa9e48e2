/** One file of a program by how its path is written. */
import { type Call, type Expression, type JoinedStr, stringConstant } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { argumentsHandedTo } from '../taint/callers.ts';

/**
 * What tells one path from another wherever it is written in the file: `self._dir/state.json` for
 * `os.path.join(self._dir, "state.json")` and `self._dir / "state.json"`, with `*` for parts that are not known. Undefined for
 * paths that callers bring, and where the first part is not known.
 */
export function pathKey(path: Expression, model: SemanticModel): string | undefined {
  const key = keyOf(path, model, 0);
  return key?.startsWith('*') === true ? undefined : key;
}

/**
 * The keys of a path; of a parameter those that callers in this file hand over for it, and of a name of one function the name in it,
 * which means one file there, wherever that stands.
 */
export function pathKeys(path: Expression, model: SemanticModel, depth = 0): readonly string[] {
  const key = pathKey(path, model);
  if (key !== undefined) return [key];
  const binding = path.kind === 'Name' ? model.names.resolve(path) : undefined;
  const node = binding?.definitions.length === 1 ? binding.definitions[0]?.node : undefined;
  if (binding?.scope.kind !== 'function' || node === undefined) return [];
  const fn = node.parent?.parent;
  const isParameter = node.kind === 'arg' && (fn?.kind === 'FunctionDef' || fn?.kind === 'AsyncFunctionDef');
  const handed = isParameter && depth < 2 ? argumentsHandedTo(node, fn, undefined, model) : [];
  return [`${binding.scope.node.start}:${binding.name}`, ...handed.flatMap((each) => pathKeys(each, model, depth + 1))];
}

function keyOf(path: Expression, model: SemanticModel, depth: number): string | undefined {
  if (depth > 8) return undefined;
  const next = (part: Expression): string | undefined => keyOf(part, model, depth + 1);
  switch (path.kind) {
    case 'Name': {
      if (path.id === '__file__') return path.id;
      const [only, second] = model.names.resolve(path)?.definitions ?? [];
      if (only === undefined || second !== undefined) return undefined;
      // What another module names is one path wherever it is written here.
      if (only.kind === 'from-import') return path.id;
      if (only.kind !== 'assignment' && only.kind !== 'annotation') return undefined;
      return model.names.resolve(path)?.scope.kind === 'module' ? path.id : only.value && next(only.value);
    }
    case 'Attribute':
      if (path.value.kind === 'Name' && (path.value.id === 'self' || path.value.id === 'cls'))
        return `self.${path.attr}`;
      return model.names.qualifiedName(path) ?? joinedBy('.', next(path.value), path.attr);
    case 'Subscript':
      return joinedBy('#', next(path.value), stringConstant(path.slice));
    case 'Constant':
      return path.value.kind === 'str' ? path.value.value : undefined;
    case 'JoinedStr':
      return keyOfText(path.values, next);
    case 'BinOp':
      return path.op === 'Div' ? joined([next(path.left), next(path.right)]) : undefined;
    case 'Call':
      return keyOfCall(path, model, next);
    default:
      return undefined;
  }
}

/** `self.config["state_path"]`, `state.folder`. */
const joinedBy = (sign: string, whole: string | undefined, part: string | undefined): string | undefined =>
  whole === undefined || part === undefined ? undefined : `${whole}${sign}${part}`;

function keyOfText(parts: JoinedStr['values'], next: (part: Expression) => string | undefined): string {
  return parts.map((part) => next(part.kind === 'FormattedValue' ? part.value : part) ?? '*').join('');
}

function keyOfCall(
  call: Call,
  model: SemanticModel,
  next: (part: Expression) => string | undefined,
): string | undefined {
  const { func, args } = call;
  const name = model.names.qualifiedName(func);
  if (name === 'os.path.join') return joined(args.map(next));
  if (name !== undefined && SAME_PATH_CALLS.has(name)) return joined(args.map(next));
  const given = args.map((arg) => next(arg) ?? '*').join(', ');
  if (func.kind !== 'Attribute')
    return model.names.definitionOf(func)?.kind === 'FunctionDef' ? `${name}(${given})` : undefined;
  if (SAME_PATH_METHODS.has(func.attr)) return next(func.value);
  if (func.attr === 'joinpath') return joined([func.value, ...args].map(next));
  if (func.value.kind === 'Name' && func.value.id === 'self') return `self.${func.attr}(${given})`;
  return undefined;
}

/** The first part says where; without it the same name may be in any folder. */
function joined([root, ...others]: readonly (string | undefined)[]): string | undefined {
  return root === undefined || root.startsWith('*')
    ? undefined
    : [root, ...others.map((part) => part ?? '*')].join('/');
}

const SAME_PATH_CALLS: ReadonlySet<string> = new Set([
  'pathlib.Path',
  'builtins.str',
  'os.fspath',
  'os.path.expanduser',
]);
const SAME_PATH_METHODS: ReadonlySet<string> = new Set(['expanduser', 'resolve', 'absolute', 'as_posix']);
