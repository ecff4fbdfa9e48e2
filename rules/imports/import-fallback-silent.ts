import {
  type AsyncFunctionDef,
  type Call,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  type FunctionDef,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
  type Stmt,
  type Try,
  type TryStar,
  walk,
} from '#kit';

const IMPORT_ERRORS: ReadonlySet<string> = new Set(['ImportError', 'ModuleNotFoundError']);
/** Functions and methods whose call leaves something behind. */
const PRODUCING =
  /^_*(write|save|dump|export|upload|publish|savefig|imwrite|imsave|to_(parquet|csv|excel|feather|hdf|json|sql|zarr|netcdf|pickle|html|file|disk)|log_artifacts?|push_to_hub|persist|archive|encrypt|sign|backup)(_|$)/;
/** Functions that promise nothing, by their name. */
const ATTEMPT =
  /(^|_)(try|maybe|optional(ly)?|possibly|attempt|if_available|is|has|can|check|detect|notify|telemetry|debug)(_|$)/;

export default defineSourceRule({
  docs: {
    summary: 'output left out where a library is missing',
    why: 'The function returns as if it had done its work, so whoever needs the file finds out much later, on another machine, that it was never written.',
    remedy: 'Let the ImportError pass, or return what was left out, and declare the library as a dependency.',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'langflow; a search for the shape in 36 other packages showed none' },
    since: '0.1.0',
    cwe: [390],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: 'import logging\n\nlog = logging.getLogger(__name__)\n\ndef save_split(rows, path):\n    try:\n        import pyarrow.parquet as parquet\n\n        parquet.write_table(rows, path)\n    except ImportError:\n        log.warning("pyarrow is not installed")\n',
    good: 'import pyarrow.parquet as parquet\n\ndef save_split(rows, path):\n    parquet.write_table(rows, path)\n',
  },
  visit: {
    ExceptHandler(handler, ctx) {
      if (!catchesImportErrorOnly(handler) || NOT_PRODUCTION.includes(ctx.context.role)) return;
      const attempt = handler.parent;
      const fn = ctx.context.defAround(handler);
      if (fn === undefined || ATTEMPT.test(fn.name) || ctx.context.isTestCode(handler)) return;
      if (attempt?.kind !== 'Try' && attempt?.kind !== 'TryStar') return;
      const lost = findProduced(workLost(handler, attempt, fn), ctx);
      if (lost === undefined || !passesOver(handler, attempt, fn, ctx)) return;
      if (isMadeOtherwise(lost, handler, ctx) || !mayLack(lost, attempt, ctx)) return;
      report(handler, attempt, fn, lost, ctx);
    },
  },
});

type Function = FunctionDef | AsyncFunctionDef;

function catchesImportErrorOnly({ type }: ExceptHandler): boolean {
  if (type === undefined) return false;
  const types: readonly Expression[] = type.kind === 'Tuple' ? type.elts : [type];
  return types.length > 0 && types.every((each) => each.kind === 'Name' && IMPORT_ERRORS.has(each.id));
}

/** Neither raises, nor does the work in another way, nor hands anything back that tells of it. */
function passesOver(handler: ExceptHandler, attempt: Try | TryStar, fn: Function, ctx: SourceContext): boolean {
  const { mayRaise, work, logs, explanation } = ctx.handlers.describe(handler);
  if (mayRaise || work.length > 0 || attempt.finalbody.length > 0) return false;
  // A log line shows that somebody thought of it without a comment, too.
  if (explanation !== undefined && logs.length === 0) return false;
  // A value that the caller can test tells; so does one that is bound for a later test.
  if (ctx.flow.returnValues(fn).some((value) => value !== undefined)) return false;
  return handler.body.every(({ kind }) => kind !== 'Assign' && kind !== 'AnnAssign' && kind !== 'AugAssign');
}

/** What does not run: the `try` from its import on, and all behind it where the handler leaves the function. */
function workLost(handler: ExceptHandler, attempt: Try | TryStar, fn: Function): readonly Stmt[] {
  const leaves = handler.body.at(-1)?.kind === 'Return';
  const behind = leaves && fn.body.includes(attempt) ? fn.body.filter(({ start }) => start > attempt.end) : [];
  return [...attempt.body, ...attempt.orelse, ...behind];
}

const NESTED: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
  'Lambda',
]);

function findProduced(statements: readonly Stmt[], ctx: SourceContext): Call | undefined {
  let found: Call | undefined;
  for (const statement of statements) {
    walk(statement, (node) => {
      if (found !== undefined || NESTED.has(node.kind)) return 'skip';
      if (node.kind === 'Call' && isProducing(node, ctx)) found = node;
      return undefined;
    });
  }
  return found;
}

/** The work needs what is imported here; without an import, it is known to import its engine. */
function mayLack(lost: Call, attempt: Try | TryStar, ctx: SourceContext): boolean {
  const imported = ctx.names.imports.filter(({ alias }) => attempt.body.some((each) => each === alias.parent));
  if (imported.length === 0) return IMPORTS_ENGINE.test(nameOf(lost));
  // An import that nothing uses asks which version is there.
  return imported.some(({ boundAs, alias }) => (ctx.names.lookup(boundAs, alias)?.references.length ?? 0) > 0);
}

const isImport = ({ kind }: Stmt): boolean => kind === 'Import' || kind === 'ImportFrom';
const IMPORTS_ENGINE = /^to_/;

function nameOf({ func }: Call): string {
  return func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
}

function isProducing(call: Call, ctx: SourceContext): boolean {
  return PRODUCING.test(nameOf(call)) && ctx.effects.of(call) !== 'log';
}

/** Another handler, or what follows, calls the same again: with another library, or after a test. */
function isMadeOtherwise(lost: Call, handler: ExceptHandler, ctx: SourceContext): boolean {
  const attempt = handler.parent;
  if (attempt?.kind !== 'Try' && attempt?.kind !== 'TryStar') return false;
  const fn = ctx.context.defAround(handler);
  const behind = fn?.body.filter(({ start }) => start > attempt.end) ?? [];
  return lost.end <= attempt.end && findProduced(behind, ctx) !== undefined;
}

function report(handler: ExceptHandler, attempt: Try | TryStar, fn: Function, lost: Call, ctx: SourceContext): void {
  const missing = importedIn(attempt, ctx);
  const { logs } = ctx.handlers.describe(handler);
  const tells = logs.length === 0 ? 'nothing tells' : 'only a line in a log tells';
  const where = missing === undefined ? 'where a library is missing' : `where \`${missing}\` is missing`;
  ctx.report({
    at: { start: handler.start, end: handler.type?.end ?? handler.start },
    message: `\`${fn.name}\` ends without \`${ctx.text.slice(lost.func)}\` ${where}, and ${tells}`,
    ...(missing !== undefined && {
      remedy: `Let the error pass, or return what was left out, and declare \`${missing.split('.')[0]}\` as a dependency`,
    }),
    related: [{ at: lost, message: 'left out' }],
  });
}

function importedIn(attempt: Try | TryStar, ctx: SourceContext): string | undefined {
  const first = attempt.body.find(isImport);
  return ctx.names.imports.find(({ alias }) => alias.parent === first)?.module;
}
