import type { ExceptHandler, Node } from '../../ast/index.ts';
import { ancestors } from '../../ast/index.ts';
import { tellsHowFileIsRead } from '../context/import-time.ts';
import type { SemanticModel } from '../model.ts';
import type { ImportedName } from '../names.ts';
import type { SummaryImport } from '../summary.ts';
import { placeOf } from './place.ts';

export function summarizeImports(model: SemanticModel): SummaryImport[] {
  return model.names.imports.map((imported) => summarizeImport(imported, model));
}

function summarizeImport({ alias, module, name, boundAs }: ImportedName, model: SemanticModel): SummaryImport {
  const statement = alias.parent;
  return {
    module,
    ...(name !== undefined && { name }),
    boundAs,
    when: timeOf(alias, model),
    guarded: isGuarded(alias, model),
    ...(isExpectedToFail(alias) && { expectedToFail: true as const }),
    ...(isConditional(alias) && { isConditional: true as const }),
    relativeLevel: statement?.kind === 'ImportFrom' ? statement.level : 0,
    place: placeOf(alias, model),
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
    if (node.kind === 'If' && !tellsHowFileIsRead(node.test)) return true;
    if (node.kind === 'Try' && node.orelse.some((statement) => statement === below)) return true;
    below = node;
  }
  return false;
}

/** Stands in a `try` whose handlers catch ImportError, or under `contextlib.suppress` of it. */
function isGuarded(alias: Node, model: SemanticModel): boolean {
  const caught = model.context
    .triesAround(alias)
    .some((statement) => statement.handlers.some((h) => catchesImportError(h, model)));
  return caught || isSuppressed(alias, model);
}

const IMPORT_ERRORS: ReadonlySet<string> = new Set([
  'builtins.ImportError',
  'builtins.ModuleNotFoundError',
  'builtins.Exception',
  'builtins.BaseException',
]);

function catchesImportError(handler: ExceptHandler, model: SemanticModel): boolean {
  if (handler.type === undefined) return true;
  const types = handler.type.kind === 'Tuple' ? handler.type.elts : [handler.type];
  return types.some((type) => IMPORT_ERRORS.has(model.names.qualifiedName(type) ?? ''));
}

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
