import {
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  isNone,
  isWithin,
  lastName,
  type Node,
  type Stmt,
  type Try,
  type TryStar,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { IMPORT_ERRORS } from '#knowledge/import-errors';
import type { ImportedName } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { importsTried } from './_shared/tried-imports.ts';

/** Functions and methods whose call leaves something behind. */
const PRODUCING =
  /^_*(write|save|dump|export|upload|publish|savefig|imwrite|imsave|to_(parquet|csv|excel|feather|hdf|json|sql|zarr|netcdf|pickle|html|file|disk)|log_artifacts?|push_to_hub|persist|archive|encrypt|sign|backup)(_|$)/;

export default defineSourceRule({
  docs: {
    summary: 'output silently skipped when a library is missing',
    why: 'The function returns as if it had done its work. The missing output is noticed only later, when somebody needs it.',
    remedy: 'Let the `ImportError` propagate, or return what was skipped, and declare the library as a dependency',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 2, right: 2, on: 'langflow; a search for the shape in 36 other packages showed none' },
    since: '0.1.0',
    cwe: [390],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: 'import logging\n\nlog = logging.getLogger(__name__)\n\ndef save_split(rows, path):\n    try:\n        import pyarrow.parquet as parquet\n\n        parquet.write_table(rows, path)\n    except ImportError:\n        log.warning("pyarrow is not installed")\n',
    good: 'import pyarrow.parquet as parquet\n\ndef save_split(rows, path):\n    parquet.write_table(rows, path)\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    ExceptHandler(handler, ctx) {
      const attempt = handler.parent;
      const fn = ctx.context.defAround(handler);
      if (fn === undefined || (attempt?.kind !== 'Try' && attempt?.kind !== 'TryStar')) return;
      if (!catchesImportErrorOnly(handler, ctx)) return;
      const lost = callsWithin(workLost(handler, attempt, fn)).find((call) => isProducing(call, ctx));
      if (lost === undefined || !passesOver(handler, attempt, fn, ctx)) return;
      const imports = importsTried(attempt, ctx);
      if (isMadeOtherwise(lost, attempt, fn, ctx) || !mayLack(lost, imports, ctx)) return;
      report(handler, fn, lost, imports[0]?.module, ctx);
    },
  },
});

function catchesImportErrorOnly(handler: ExceptHandler, { handlers }: SourceContext): boolean {
  const { breadth, catches } = handlers.describe(handler);
  return breadth === 'narrow' && catches.length > 0 && catches.every((name) => IMPORT_ERRORS.has(name));
}

/** Neither raises, nor does the work in another way, nor hands anything back that reports it. */
function passesOver(handler: ExceptHandler, attempt: Try | TryStar, fn: Def, ctx: SourceContext): boolean {
  const { mayRaise, work } = ctx.handlers.describe(handler);
  if (mayRaise || work.length > 0 || attempt.finalbody.length > 0) return false;
  // A value that the caller can test tells; so does one that is bound for a later test.
  if (ctx.flow.returnValues(fn).some((value) => value !== undefined && showsFailure(value, handler, attempt, ctx)))
    return false;
  return handler.body.every(({ kind }) => kind !== 'Assign' && kind !== 'AnnAssign' && kind !== 'AugAssign');
}

/** Whether what is returned differs with the failure: given in the attempt, made of what it binds, or not reached. */
function showsFailure(value: Expression, handler: ExceptHandler, attempt: Try | TryStar, ctx: SourceContext): boolean {
  if (isNone(value)) return false;
  if (isWithin(value, attempt) || handler.body.at(-1)?.kind === 'Return') return true;
  return holds(value, (node) => {
    const binding = node.kind === 'Name' ? ctx.names.resolve(node) : undefined;
    // What is changed in place there tells as well.
    return (
      binding !== undefined &&
      [...binding.definitions.map((each) => each.node), ...binding.references].some(
        (each) => isWithin(each, attempt) && isChanged(each),
      )
    );
  });
}

/** Bound, or a container that gets something: `files.append(path)`, `report["rows"] = 3`. */
function isChanged(mention: Node): boolean {
  if (mention.kind !== 'Name' || mention.ctx !== 'Load') return true;
  const { parent } = mention;
  if (parent?.kind === 'Subscript' || parent?.kind === 'Attribute')
    return parent.ctx !== 'Load' || (parent.parent?.kind === 'Call' && parent.parent.func === parent);
  return false;
}

/** What does not run: the `try` from its import on, and all behind it where the handler leaves the function. */
function workLost(handler: ExceptHandler, attempt: Try | TryStar, fn: Def): readonly Stmt[] {
  const leaves = handler.body.at(-1)?.kind === 'Return';
  const behind = leaves && fn.body.includes(attempt) ? fn.body.filter(({ start }) => start > attempt.end) : [];
  return [...attempt.body, ...attempt.orelse, ...behind];
}

/** The work needs what is imported here; without an import, it is known to import its engine. */
function mayLack(lost: Call, imports: readonly ImportedName[], { names }: SourceContext): boolean {
  if (imports.length === 0) return IMPORTS_ENGINE.test(lastName(lost.func) ?? '');
  // An import that nothing uses asks which version is there.
  return imports.some(({ boundAs, alias }) => (names.lookup(boundAs, alias)?.references.length ?? 0) > 0);
}

const IMPORTS_ENGINE = /^to_/;

function isProducing(call: Call, ctx: SourceContext): boolean {
  return PRODUCING.test(lastName(call.func) ?? '') && ctx.effects.of(call) !== 'log';
}

/** What follows calls such a thing again: with another library, or after a test. */
function isMadeOtherwise(lost: Call, attempt: Try | TryStar, fn: Def, ctx: SourceContext): boolean {
  const behind = fn.body.filter(({ start }) => start > attempt.end);
  return lost.end <= attempt.end && callsWithin(behind).some((call) => isProducing(call, ctx));
}

function report(handler: ExceptHandler, fn: Def, lost: Call, missing: string | undefined, ctx: SourceContext): void {
  const { logs } = ctx.handlers.describe(handler);
  const reports = logs.length === 0 ? 'no log line or error reports it' : 'only a log line reports it';
  const where = missing === undefined ? 'when a library is missing' : `when \`${missing}\` is missing`;
  ctx.report({
    at: { start: handler.start, end: handler.type?.end ?? handler.start },
    message: `\`${fn.name}\` silently skips \`${ctx.text.slice(lost.func)}\` ${where}: ${reports}`,
    ...(missing !== undefined && {
      remedy: `Let the error propagate, or return what was skipped, and declare \`${missing.split('.')[0]}\` as a dependency`,
    }),
    related: [{ at: lost, message: 'this call is skipped' }],
  });
}
