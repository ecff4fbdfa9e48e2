/** Imported names that nothing reads. */
import {
  type Alias,
  ancestors,
  callKeyword,
  type Def,
  type Expression,
  isSilenced,
  lastName,
  type Node,
  nodesOf,
  type Stmt,
} from '#ast';
import { memoize } from '#collections';
import type { SourceContext } from '#kit';
import { IMPORT_ERRORS } from '#knowledge/import-errors';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { Question } from '#project';

/** What ruff and pylint call this. */
const CODES = ['F401', 'W0611', 'unused-import'];

/** Where they come in hundreds, one thing is amiss: nothing takes them out. */
export const NO_LINTER = 'no linter';

/** Another module takes the name from here, or alembic is given the metadata, which the class that is imported has told of its table. */
export const neededBy = (alias: Alias, name: string, ctx: SourceContext): readonly Question[] => [
  { kind: 'name-taken', path: ctx.path, name },
  ...(exportsMetadata(ctx) ? [{ kind: 'declares-table' as const, class: nameOf(alias) }] : []),
];

/** Each import that nothing uses asks. */
const exportsMetadata = memoize(({ names, source }: SourceContext): boolean =>
  nodesOf(source.module, 'Call').some(
    (call) =>
      callKeyword(call, 'target_metadata') !== undefined &&
      names.qualifiedName(call.func) === 'alembic.context.configure',
  ),
);

/** Modules of the standard library that are imported for what that does: two jokes, two that `input` edits lines by, and one that threads must find loaded. */
export const EFFECTIVE: ReadonlySet<string> = new Set(['this', 'antigravity', 'readline', 'rlcompleter', '_strptime']);

export const isOfStandardLibrary = (alias: Alias): boolean => STANDARD_LIBRARY_MODULES.has(packageOf(alias));

/** Empty for what is imported from the package around. */
export function packageOf({ parent, name }: Alias): string {
  const module = parent?.kind === 'ImportFrom' ? (parent.level === 0 ? (parent.module ?? '') : '') : name;
  return module.split('.', 1)[0] ?? '';
}

/** Bound by imports last, and loaded nowhere. A name in a class body is an attribute of the class. */
export function isUnread(alias: Alias, boundAs: string, ctx: SourceContext): boolean {
  const { parent, asname, name } = alias;
  if (name === '*' || asname === name || parent === undefined) return false;
  if (parent.kind === 'ImportFrom' && parent.module === '__future__') return false;
  const scope = ctx.names.scopeAt(parent);
  const binding = scope.bindings.get(boundAs);
  if (binding === undefined || binding.references.length > 0 || scope.kind === 'class') return false;
  if (boundAs === 'application' && LOADED_BY_SERVER.test(ctx.path)) return false;
  // What is bound again later is another defect, or the other branch of a choice.
  return binding.definitions.at(-1)?.node === alias && !isLoadedForAlias(alias, ctx);
}

/** Files of which mod_wsgi and Twisted take the name `application`. Source: https://modwsgi.readthedocs.io/en/master/user-guides/quick-configuration-guide.html */
const LOADED_BY_SERVER = /\.(?:wsgi|tac)$/;

/** `import matplotlib.cm` beside `import matplotlib as mpl` loads what `mpl.cm` uses. */
function isLoadedForAlias({ parent, asname, name }: Alias, ctx: SourceContext): boolean {
  if (parent?.kind !== 'Import' || asname !== undefined || !name.includes('.')) return false;
  const renamed = renamedModules(ctx);
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1))
    if (renamed.has(name.slice(0, dot))) return true;
  return false;
}

const renamedModules = memoize(
  ({ names }: SourceContext): ReadonlySet<string> =>
    new Set(names.imports.flatMap(({ alias, module }) => (alias.asname === undefined ? [] : module))),
);

/** What holds of all that a statement imports. */
export interface WholeStatement {
  readonly isSilenced: boolean;
  /** Anyone who uses a part of what is imported does not only ask whether it is there. */
  readonly isUsed: boolean;
}

export function statementOf(alias: Alias, known: Map<Node, WholeStatement>, ctx: SourceContext): WholeStatement {
  const statement = alias.parent ?? alias;
  const unread = known.get(statement);
  if (unread !== undefined) return unread;
  const all = statement.kind === 'ImportFrom' || statement.kind === 'Import' ? statement.names : [];
  const { bindings } = ctx.names.scopeAt(alias);
  const isUsed = all.some(({ asname, name }) => (bindings.get(asname ?? name)?.references.length ?? 0) > 0);
  const whole = { isSilenced: isSilenced(ctx.source, statement, CODES), isUsed };
  known.set(statement, whole);
  return whole;
}

/** Someone said to leave it, or the import itself is the point: it may fail. */
export function isMeant(alias: Alias, whole: WholeStatement, ctx: SourceContext): boolean {
  return (
    whole.isSilenced ||
    isSilenced(ctx.source, alias, CODES) ||
    (!whole.isUsed && isProbe(alias, ctx)) ||
    isForEffects(alias, ctx)
  );
}

/** `def ready(self): from shop import signals`: a function that does nothing but import runs what is imported. */
function isForEffects(alias: Alias, ctx: SourceContext): boolean {
  const around = ctx.context.defAround(alias);
  return around !== undefined && onlyImports(around);
}

const onlyImports = memoize(({ body }: Def): boolean => {
  const isImport = ({ kind }: Stmt) => kind === 'Import' || kind === 'ImportFrom';
  return body.some(isImport) && body.every((each) => isImport(each) || isText(each));
});

const isText = (statement: Stmt): boolean => statement.kind === 'Expr' && statement.value.kind === 'Constant';

function isProbe(alias: Alias, ctx: SourceContext): boolean {
  const tries = ctx.context.triesAround(alias).flatMap(({ handlers }) => handlers);
  const catchesFailure = tries.some((handler) => {
    const { breadth, catches } = ctx.handlers.describe(handler);
    return breadth !== 'narrow' || catches.some((name) => IMPORT_ERRORS.has(name));
  });
  if (catchesFailure) return true;
  for (const at of ancestors(alias)) {
    if (at.kind === 'FunctionDef' && at.name.startsWith('test_') && at.name.includes('import')) return true;
    if (at.kind === 'With' && at.items.some(({ context_expr }) => expectsFailure(context_expr))) return true;
  }
  return false;
}

function expectsFailure(context: Expression): boolean {
  if (context.kind !== 'Call') return false;
  return /^(?:raises|warns|suppress|deprecated_call|assertRaises|assertWarns)/.test(lastName(context.func) ?? '');
}

export const nameOf = ({ parent, name }: Alias): string =>
  parent?.kind === 'ImportFrom'
    ? `${'.'.repeat(parent.level)}${parent.module ?? ''}${parent.module === undefined ? '' : '.'}${name}`
    : name;

export const asWhat = ({ asname }: Alias): string => (asname === undefined ? '' : ` as \`${asname}\``);
