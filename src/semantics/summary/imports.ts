import {
  ancestors,
  type Call,
  type ExceptHandler,
  holds,
  isMarkedUnresolved,
  type Node,
  nodesOf,
  type Stmt,
  suiteEndOf,
} from '../../ast/index.ts';
import { isImportGuard } from '../context/import-time.ts';
import type { SemanticModel } from '../model.ts';
import type { ImportedName } from '../names.ts';
import type { SummaryImport, SummaryTriedImports } from '../summary.ts';
import { placeOf } from './place.ts';

export function summarizeImports(model: SemanticModel): SummaryImport[] {
  const skips = skipsWithout(model);
  return model.names.imports.map((imported) => summarizeImport(imported, skips, model));
}

function summarizeImport(
  { alias, module, name, boundAs }: ImportedName,
  skips: readonly Skip[],
  model: SemanticModel,
): SummaryImport {
  const statement = alias.parent;
  return {
    module,
    ...(name !== undefined && { name }),
    boundAs,
    // Most stand in the module itself, and nothing around them has to be looked at.
    ...(statement?.parent?.kind === 'Module' ? PLAIN : circumstancesOf(alias, boundAs, model)),
    ...(skips.some((skip) => isSkippedBefore(alias, module, skip)) && { guarded: true }),
    ...(statement !== undefined && isMarkedUnresolved(model.source, statement) && { isDoubted: true as const }),
    relativeLevel: statement?.kind === 'ImportFrom' ? statement.level : 0,
    place: placeOf(alias, model),
    endsPathAt: model.source.text.lineAt(suiteEndOf(alias) ?? alias.end),
  };
}

type Circumstances = Pick<
  SummaryImport,
  | 'when'
  | 'guarded'
  | 'isRaisedAgain'
  | 'stopsAll'
  | 'isOptional'
  | 'unread'
  | 'expectedToFail'
  | 'isConditional'
  | 'afterFailureOf'
>;

const PLAIN: Circumstances = { when: 'import-time', guarded: false };

function circumstancesOf(alias: Node, boundAs: string, model: SemanticModel): Circumstances {
  const taker = takerOf(alias, model);
  const guarded = taker !== undefined || isSuppressed(alias, model);
  const afterFailureOf = triedBefore(alias, model);
  const unread = taker === undefined ? undefined : unreadNames(taker, model);
  return {
    when: timeOf(alias, model),
    guarded,
    // The handler that takes the failure always raises.
    ...(taker !== undefined && model.flow.alwaysRaises(taker.body) && { isRaisedAgain: true as const }),
    ...(taker !== undefined && stopsAll(alias, taker, model) && { stopsAll: true as const }),
    ...(guarded && isOptional(alias, boundAs, taker, model) && { isOptional: true as const }),
    ...(unread !== undefined && { unread }),
    ...(isExpectedToFail(alias) && { expectedToFail: true as const }),
    ...(isConditional(alias) && { isConditional: true as const }),
    ...(afterFailureOf !== undefined && { afterFailureOf }),
  };
}

function timeOf(alias: Node, model: SemanticModel): SummaryImport['when'] {
  if (model.context.isTypeCheckingOnly(alias)) return 'type-checking';
  return model.context.runsAtImport(alias) ? 'import-time' : 'lazy';
}

/** Stands below an `if` or `match`, or in what a `try` does after its body, of its scope. */
function isConditional(alias: Node): boolean {
  let below: Node = alias;
  for (const node of ancestors(alias)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') return false;
    if (node.kind === 'Match' || node.kind === 'ExceptHandler') return true;
    if (node.kind === 'If' && !isImportGuard(node.test)) return true;
    if (node.kind === 'Try' && node.orelse.some((statement) => statement === below)) return true;
    below = node;
  }
  return false;
}

/** What must have failed for the nearest `except` around to run. */
function triedBefore(alias: Node, model: SemanticModel): SummaryTriedImports | undefined {
  for (const { kind, parent } of ancestors(alias)) {
    if (kind !== 'ExceptHandler' || (parent?.kind !== 'Try' && parent?.kind !== 'TryStar')) continue;
    const tried = new Set<Node>(parent.body);
    const imports = model.names.imports.flatMap((each, index) => {
      const statement = each.alias.parent;
      return statement !== undefined && tried.has(statement) ? [index] : [];
    });
    const isAll = parent.body.every(
      (each) => each.kind === 'Import' || each.kind === 'ImportFrom' || bindsConstant(each, model),
    );
    return { imports, isAll };
  }
  return undefined;
}

/** Nothing is said where a guarded import fails, and nothing is called that it would have brought. */
function isOptional(alias: Node, boundAs: string, taker: ExceptHandler | undefined, model: SemanticModel): boolean {
  if (taker !== undefined && !taker.body.every((each) => bindsConstant(each, model))) return false;
  const references = model.names.lookup(boundAs, alias)?.references ?? [];
  return !references.some((each) => each.parent?.kind === 'Call' && each.parent.func === each);
}

/** It begins a `try` that does more, whose handler is for any failure and reports it or answers it. */
function stopsAll(alias: Node, { parent: statement, type, body }: ExceptHandler, model: SemanticModel): boolean {
  if (statement?.kind !== 'Try') return false;
  const at = statement.body.findIndex((each) => each === alias.parent);
  const isFirst = at >= 0 && at < statement.body.findIndex(({ kind }) => kind !== 'Import' && kind !== 'ImportFrom');
  const isForAny = !typesOf(type).some((each) => /Import|ModuleNotFound/.test(model.names.qualifiedName(each) ?? ''));
  return isFirst && isForAny && !body.every((each) => isQuiet(each, model));
}

/** Nobody learns of it, and what it gives is known as it is. */
const isQuiet = (statement: Stmt, model: SemanticModel): boolean =>
  bindsConstant(statement, model) ||
  statement.kind === 'Continue' ||
  (statement.kind === 'Return' && !holds(statement, ({ kind }) => kind === 'Call'));

/** What the `try` and its handlers bind, where it does nothing else and the file reads none of it. */
function unreadNames({ parent: statement }: ExceptHandler, model: SemanticModel): readonly string[] | undefined {
  if (statement?.kind !== 'Try') return undefined;
  const { body, handlers, orelse } = statement;
  const meant = [...body, ...orelse];
  const isImport = ({ kind }: Stmt) => kind === 'Import' || kind === 'ImportFrom';
  if (!meant.every((each) => isImport(each) || bindsConstant(each, model))) return undefined;
  const bound = [...meant, ...handlers.flatMap((handler) => handler.body)].flatMap(namesBoundBy);
  const isRead = (name: string) => name === '*' || model.names.lookup(name, statement)?.references.length !== 0;
  return bound.some(isRead) ? undefined : bound;
}

function namesBoundBy(statement: Stmt): readonly string[] {
  if (statement.kind === 'Import')
    return statement.names.map(({ name, asname }) => asname ?? name.split('.', 1)[0] ?? name);
  if (statement.kind === 'FunctionDef' || statement.kind === 'ClassDef') return [statement.name];
  if (statement.kind === 'ImportFrom') return statement.names.map(({ name, asname }) => asname ?? name);
  const targets =
    statement.kind === 'Assign' ? statement.targets : statement.kind === 'AnnAssign' ? [statement.target] : [];
  return targets.flatMap((target) => (target.kind === 'Name' ? target.id : []));
}

/** A `pass`, a text, or an assignment of what is known as it is. */
function bindsConstant(statement: Stmt, model: SemanticModel): boolean {
  if (statement.kind === 'Pass') return true;
  if (statement.kind === 'Expr') return statement.value.kind === 'Constant';
  const isBinding = statement.kind === 'Assign' || statement.kind === 'AnnAssign';
  return isBinding && statement.value !== undefined && model.values.fold(statement.value) !== undefined;
}

/** What catches the ImportError; what suppresses it is none. */
function takerOf(alias: Node, model: SemanticModel): ExceptHandler | undefined {
  const handlers = model.context.triesAround(alias).flatMap((statement) => statement.handlers);
  return handlers.find((handler) => catchesImportError(handler, model));
}

const IMPORT_ERRORS: ReadonlySet<string> = new Set([
  'builtins.ImportError',
  'builtins.ModuleNotFoundError',
  'builtins.Exception',
  'builtins.BaseException',
]);

function catchesImportError(handler: ExceptHandler, model: SemanticModel): boolean {
  const types = typesOf(handler.type);
  return types.length === 0 || types.some((type) => IMPORT_ERRORS.has(model.names.qualifiedName(type) ?? ''));
}

/** What a handler names; nothing where it takes all. */
const typesOf = (type: ExceptHandler['type']) => (type === undefined ? [] : type.kind === 'Tuple' ? type.elts : [type]);

function isSuppressed(alias: Node, model: SemanticModel): boolean {
  for (const node of ancestors(alias)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return false;
    if (node.kind !== 'With') continue;
    for (const { context_expr } of node.items) {
      if (context_expr.kind !== 'Call' || model.names.qualifiedName(context_expr.func) !== 'contextlib.suppress')
        continue;
      if (context_expr.args.some((type) => IMPORT_ERRORS.has(model.names.qualifiedName(type) ?? ''))) return true;
    }
  }
  return false;
}

/** `pytest.importorskip("numpy")`: what comes after it in its scope does not run where the module cannot be imported. */
interface Skip {
  readonly module: string;
  readonly call: Call;
  /** The function around it; undefined where the whole file is skipped. */
  readonly scope: Node | undefined;
}

function skipsWithout(model: SemanticModel): readonly Skip[] {
  if (!model.names.imports.some(({ module }) => module === 'pytest')) return [];
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    if (model.names.qualifiedName(call.func) !== 'pytest.importorskip') return [];
    const named = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'modname')?.value;
    if (named?.kind !== 'Constant' || named.value.kind !== 'str') return [];
    return { module: named.value.value, call, scope: functionAround(call) };
  });
}

function functionAround(node: Node): Node | undefined {
  for (const each of ancestors(node)) if (each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef') return each;
  return undefined;
}

function isSkippedBefore(alias: Node, module: string, skip: Skip): boolean {
  const isPart = module === skip.module || module.startsWith(`${skip.module}.`);
  if (!isPart || skip.call.start > alias.start) return false;
  if (skip.scope === undefined) return true;
  for (const node of ancestors(alias)) if (node === skip.scope) return true;
  return false;
}

const FAILURE_CONTEXTS: ReadonlySet<string> = new Set(['assertRaises', 'assertRaisesRegex', 'raises', 'assert_raises']);

function isExpectedToFail(alias: Node): boolean {
  for (const node of ancestors(alias)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return false;
    if (node.kind !== 'With') continue;
    for (const { context_expr } of node.items) {
      if (context_expr.kind !== 'Call') continue;
      const { func } = context_expr;
      const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
      if (FAILURE_CONTEXTS.has(name)) return true;
    }
  }
  return false;
}
