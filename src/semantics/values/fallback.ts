/** What a value replaces: the setting, argument or variable that is missing when the value is taken. */
import {
  type Assign,
  type Call,
  dottedName,
  type Expression,
  type If,
  isNone,
  type Node,
  nameOfPlace,
  raisesAllAgain,
  type Stmt,
  statementsBefore,
  stringConstant,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface Fallback {
  /** What is missing, by all its names, the most specific first: variable of the environment, option, local, target. */
  readonly names: readonly string[];
  /** What decides: the call with the default, `or`, the conditional, the `if`, the handler. */
  readonly node: Node;
}

/**
 * `getenv("K", value)`, `settings.get("k", value)`, `configured or value`, `value if configured is None else configured`,
 * `if not configured: target = value` (and its `else`), `except KeyError: target = value`, `if configured: return
 * configured` above `return value`. The expression itself is asked, without what wraps it.
 */
export function fallbackOf(value: Expression, model: SemanticModel): Fallback | undefined {
  const { parent } = value;
  switch (parent?.kind) {
    case 'BoolOp':
      return parent.op === 'Or' && parent.values.at(-1) === value
        ? fallbackAmong(parent.values.slice(0, -1), parent, model)
        : undefined;
    case 'IfExp':
      return conditionalFallback(value, parent, model);
    case 'Call':
      return defaultOfCall(value, parent, undefined, model);
    case 'keyword':
      return parent.parent?.kind === 'Call' ? defaultOfCall(value, parent.parent, parent.arg, model) : undefined;
    case 'Assign':
    case 'AnnAssign':
    case 'Return':
      return branchFallback(parent, model);
    default:
      return undefined;
  }
}

function fallbackAmong(lookups: readonly Expression[], whole: Expression, model: SemanticModel): Fallback | undefined {
  const names = lookups.flatMap((value) => namesLookedUp(value, model));
  return names.length === 0 ? undefined : { names: [...names, ...boundNames(whole.parent, model)], node: whole };
}

function conditionalFallback(
  value: Expression,
  whole: Expression & { kind: 'IfExp' },
  model: SemanticModel,
): Fallback | undefined {
  const missing = missingWhere(whole.test, value === whole.body);
  if (value === whole.test || missing === undefined) return undefined;
  const other = namesLookedUp(value === whole.body ? whole.orelse : whole.body, model);
  return isSameThing(namesLookedUp(missing, model), other) ? fallbackAmong([missing], whole, model) : undefined;
}

/** Functions that give a setting by its name. */
const LOOKUPS: ReadonlySet<string> = new Set(
  'get getenv getattr pop setdefault config env getoption get_env get_env_var get_setting get_secret'.split(' '),
);

function defaultOfCall(
  value: Expression,
  call: Call,
  keyword: string | undefined,
  model: SemanticModel,
): Fallback | undefined {
  const read = model.values.environmentRead(call);
  if (read !== undefined) {
    return read.fallback === value && read.key !== undefined ? { names: [read.key], node: call } : undefined;
  }
  const lookups = call.args
    .slice(0, 2)
    .map(stringConstant)
    .find((text) => text !== undefined);
  const isOption = lookups?.startsWith('--') === true;
  const isDefault =
    keyword === undefined ? call.args.indexOf(value) > 0 && !isOption : keyword === 'default' || keyword === 'fallback';
  if (lookups === undefined || !isDefault || lookups === stringConstant(value)) return undefined;
  // `get_secret("MAIL_PASSWORD", "mail", "no-reply")` says where else to look.
  if (
    keyword === undefined &&
    !isOption &&
    call.args.findIndex((each) => stringConstant(each) === lookups) < call.args.length - 2
  )
    return undefined;
  if (!isOption && !LOOKUPS.has(nameOfPlace(call.func) ?? '')) return undefined;
  return { names: [lookups.replace(/^-+/, '')], node: call };
}

/** What a value is asked for by: an environment variable, a key, an attribute, a local and what that was read from. */
function namesLookedUp(value: Expression, model: SemanticModel): string[] {
  const origins = value.kind === 'Name' ? model.flow.origins(value) : [value];
  const keys = origins.flatMap((origin) => model.values.environmentRead(origin)?.key ?? []);
  const lookups = value.kind === 'Call' ? value.args.map(stringConstant).find((text) => text !== undefined) : undefined;
  const own = value.kind === 'NamedExpr' ? nameOfPlace(value.target) : (lookups ?? nameOfPlace(value));
  return own === undefined ? keys : [...keys, own];
}

/** The names that the value of a statement is bound to; what a function returns goes by the function's name. */
function boundNames(statement: Node | undefined, model: SemanticModel): string[] {
  if (statement?.kind === 'Return') return [model.context.defAround(statement)?.name ?? []].flat();
  if (statement?.kind === 'AnnAssign') return [nameOfPlace(statement.target) ?? []].flat();
  return statement?.kind === 'Assign' ? statement.targets.flatMap((target) => nameOfPlace(target) ?? []) : [];
}

function branchFallback(statement: Stmt, model: SemanticModel): Fallback | undefined {
  const outermost = throughBlocks(statement);
  const { parent } = outermost;
  if (parent?.kind === 'ExceptHandler')
    return statement.kind === 'Assign' ? handlerFallback(statement, model) : undefined;
  const branch = parent?.kind === 'If' ? parent : branchBefore(statement, outermost, model);
  if (branch === undefined) return undefined;
  const missing = missingWhere(branch.test, branch.body.includes(outermost));
  const names = missing === undefined ? [] : namesLookedUp(missing, model);
  const bound = boundNames(statement, model);
  if (names.length === 0 || !isSameThing(names, bound)) return undefined;
  return { names: [...names, ...bound], node: branch };
}

/** What is bound is what was missing: another setting may be chosen in the same branch. */
function isSameThing(names: readonly string[], bound: readonly string[]): boolean {
  const last = new Set(names.map(lastWord));
  return bound.some((name) => last.has(lastWord(name)));
}

const lastWord = (name: string): string => name.split('_').at(-1)?.toLowerCase() ?? '';

/** The statement, or what holds it and runs as it does: a `with`, a `try` that raises everything again. */
function throughBlocks(statement: Stmt): Stmt {
  const { parent } = statement;
  if (parent?.kind === 'With' || parent?.kind === 'AsyncWith') return throughBlocks(parent);
  return parent?.kind === 'Try' && raisesAllAgain(parent) ? throughBlocks(parent) : statement;
}

/** `if configured: return configured`, directly above. */
function branchBefore(statement: Stmt, outermost: Stmt, model: SemanticModel): If | undefined {
  const before = statement.kind === 'Return' ? statementsBefore(outermost).at(-1) : undefined;
  return before?.kind === 'If' && before.orelse.length === 0 && !model.flow.exits(before.body).falls
    ? before
    : undefined;
}

/** `try: key = os.environ["KEY"]`, `except KeyError: key = value`. */
function handlerFallback(statement: Assign, model: SemanticModel): Fallback | undefined {
  const handler = statement.parent;
  const path = statement.targets[0] === undefined ? undefined : dottedName(statement.targets[0]);
  if (path === undefined || handler?.parent?.kind !== 'Try') return undefined;
  for (const tried of handler.parent.body) {
    if (tried.kind !== 'Assign' || !tried.targets.some((target) => dottedName(target) === path)) continue;
    return { names: [...namesLookedUp(tried.value, model), ...boundNames(statement, model)], node: handler };
  }
  return undefined;
}

/** What is missing (empty, None) where a test comes out as given. */
function missingWhere(test: Expression, outcome: boolean): Expression | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') return missingWhere(test.operand, !outcome);
  if (test.kind === 'Compare') {
    const [op] = test.ops;
    const isEmpty = isNone(test.comparators[0]) || stringConstant(test.comparators[0]) === '';
    if (test.ops.length !== 1 || !isEmpty) return undefined;
    return (op === 'Is' || op === 'Eq' ? outcome : !outcome) ? test.left : undefined;
  }
  if (outcome) return undefined;
  return test.kind === 'Name' || test.kind === 'Attribute' || test.kind === 'Call' || test.kind === 'NamedExpr'
    ? test
    : undefined;
}
