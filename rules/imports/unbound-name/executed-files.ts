/** Python files that code reads and runs in a table of names that is not empty: they may use names that they do not bind. */
import { type Call, decoratorsOf, dottedName, type Expression, identifiersOf, nodesOf } from '#ast';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SemanticModel } from '#semantics';
import { openedPath } from '#semantics/files/opened-path';
import { NAME_TABLES } from '#semantics/names/names-set';

export interface ExecutedFile {
  /** Its last name; `*` where that is not known. */
  readonly file: string;
  /** The names that it finds are those of the module around, as they are at this line: a statement of that module runs it. */
  readonly line?: number;
}

/** `exec(f.read(), globals())`, `exec(compile(path.read_text(), …))`, `runpy.run_path(path, init_globals=…)`, `include(path)` of split-settings. */
export function executedFiles(model: SemanticModel): readonly ExecutedFile[] {
  const { module } = model.source;
  const used = identifiersOf(module);
  if (!['exec', 'run_path', 'split_settings'].some((word) => used.has(word))) return [];
  return nodesOf(module, 'Call').flatMap((call) => executedBy(call, model));
}

function executedBy(call: Call, model: SemanticModel): readonly ExecutedFile[] {
  const { func, args } = call;
  switch (model.names.qualifiedName(func) ?? (func.kind === 'Name' ? `builtins.${func.id}` : undefined)) {
    case 'builtins.exec': {
      const [code] = args;
      const table = tableOf(call, 'globals', model) ?? 'own';
      if (code === undefined || table === 'empty') return [];
      return pathsRead(code, model).flatMap((path) => executed(path, call, table === 'own', model));
    }
    case 'runpy.run_path': {
      const [path] = args;
      const table = tableOf(call, 'init_globals', model) ?? 'empty';
      return path === undefined || table === 'empty' ? [] : executed(path, call, table === 'own', model);
    }
    case 'split_settings.tools.include':
      return args.flatMap((path) => pathsGiven(path, model)).flatMap((path) => executed(path, call, true, model));
    default:
      return [];
  }
}

/** `include(*PARTS)` */
function pathsGiven(given: Expression, { flow }: SemanticModel): readonly Expression[] {
  const list = given.kind === 'Starred' ? flow.whole(given.value) : given;
  return list.kind === 'Tuple' || list.kind === 'List' ? list.elts : [list];
}

function executed(path: Expression, call: Call, isOwn: boolean, model: SemanticModel): ExecutedFile[] {
  const name = lastNameOf(path, model);
  // Of a pattern nobody knows what it matches.
  const file = name === undefined || /[*?[]/.test(name) ? '*' : name;
  if (file !== '*' && !file.endsWith('.py')) return [];
  const isOfModule = isOwn && model.names.scopeAt(call).kind === 'module';
  return [{ file, ...(isOfModule && { line: model.source.text.lineAt(call.start) }) }];
}

/** Whose names the code finds: those of the module, others, or none; undefined where the call names no table. */
function tableOf(call: Call, keyword: string, model: SemanticModel): 'own' | 'others' | 'empty' | undefined {
  const given = model.values.argument(call, keyword, 1);
  if (given.kind === 'absent') return undefined;
  if (given.kind !== 'given') return 'empty';
  const leaf = model.flow.whole(given.value);
  if (leaf.kind === 'Call' && leaf.args.length === 0 && leaf.func.kind === 'Name') {
    if (leaf.func.id === 'globals') return 'own';
    return leaf.func.id === 'locals' || leaf.func.id === 'vars' ? 'others' : 'empty';
  }
  if (leaf.kind === 'Dict') return leaf.values.length > 0 && !leaf.keys.every(isDunder) ? 'others' : 'empty';
  return leaf.kind === 'Attribute' && NAME_TABLES.includes(leaf.attr) ? 'others' : 'empty';
}

/** `{"__name__": "__main__", "__file__": path}` says how the file is run, and gives it nothing. */
const isDunder = (key: Expression | undefined): boolean =>
  key?.kind === 'Constant' && key.value.kind === 'str' && /^__\w+__$/.test(key.value.value);

/** Paths of the files that code was read from. */
function pathsRead(code: Expression, model: SemanticModel): readonly Expression[] {
  return model.flow.origins(code).flatMap((leaf) => {
    if (leaf.kind !== 'Call') return [];
    const [first] = leaf.args;
    if (leaf.func.kind === 'Name' && leaf.func.id === 'compile')
      return first === undefined ? [] : pathsRead(first, model);
    if (leaf.func.kind !== 'Attribute') return [];
    if (leaf.func.attr === 'read_text' || leaf.func.attr === 'read_bytes') return [leaf.func.value];
    if (leaf.func.attr !== 'read') return [];
    return model.flow.origins(leaf.func.value).flatMap((file) => {
      const opened = file.kind === 'Call' ? openedPath(file, model) : undefined;
      return opened?.path ?? [];
    });
  });
}

/** What stands behind the last slash, of a text or of what joins one. */
function lastNameOf(path: Expression, model: SemanticModel): string | undefined {
  const text = model.values.string(path);
  if (text !== undefined) return text.slice(text.lastIndexOf('/') + 1);
  const whole = model.flow.whole(path);
  if (whole.kind === 'BinOp') return whole.op === 'Div' ? lastNameOf(whole.right, model) : undefined;
  if (whole.kind !== 'Call') return undefined;
  const last = whole.args.at(-1);
  if (last !== undefined) return lastNameOf(last, model);
  // `path.resolve()`
  return whole.func.kind === 'Attribute' ? lastNameOf(whole.func.value, model) : undefined;
}

/** Whether some other file runs this one, which nobody imports, among names of its own, and binds the name before. */
export function runAmongNames(
  name: string,
  module: ModuleSummary,
  runs: readonly (ExecutedFile & { readonly by: string })[],
  project: ProjectModel,
): 'proven' | 'guessed' | 'not' {
  if (runs.length === 0 || project.importersOf(module).length > 0) return 'not';
  const file = lastOf(module.path);
  const others = runs.filter(({ by }) => by !== module.path);
  const named = others.filter((run) => run.file === file);
  const isOnlyOne = project.modules.every(({ path }) => path === module.path || lastOf(path) !== file);
  const isBound = ({ by, line = 0 }: (typeof runs)[number]): boolean =>
    (project.moduleByPath(by)?.names[name]?.line ?? line) < line;
  if (isOnlyOne && named.length > 0 && named.every(isBound)) return 'proven';
  if (named.length > 0) return 'guessed';
  // What is started or loaded by name has names of its own.
  const isStarted = module.isEntryPoint || (!hasNoName(module) && project.useOf(module) !== undefined);
  const isElsewhere = ({ file: other }: ExecutedFile): boolean =>
    other === '*' || project.modules.every(({ path }) => lastOf(path) !== other);
  return !isStarted && others.some(isElsewhere) ? 'guessed' : 'not';
}

/** Nothing names it, and nothing else can load it. */
export const seemsPutElsewhere = (module: ModuleSummary, project: ProjectModel): boolean =>
  hasNoName(module) && project.useOf(module) !== 'named';

/** No import statement can name it, nor can what imports by computed names: `site.additions.py`. */
const hasNoName = ({ path }: ModuleSummary): boolean => !/^[\p{XID_Start}_]\p{XID_Continue}*\.\w+$/u.test(lastOf(path));
const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Imports, definitions and assignments: run by itself it does nothing. */
export const onlyDefines = ({ source }: SemanticModel): boolean =>
  source.module.body.every(
    (statement) => DEFINING.has(statement.kind) || (statement.kind === 'Expr' && statement.value.kind === 'Constant'),
  );
/** `check` of `@check("prices")` in a file that imports nothing: it takes that of the file which it is to stand in. */
export function registersBy({ source: { module } }: SemanticModel): readonly string[] {
  const isPart = module.body.every(({ kind }) => kind !== 'Import' && kind !== 'ImportFrom');
  return module.body.flatMap((each) =>
    isPart && (each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef' || each.kind === 'ClassDef')
      ? decoratorsOf(each).flatMap(({ callee }) => dottedName(callee)?.split('.')[0] ?? [])
      : [],
  );
}

/** Nobody imports it, and another module has what it registers by. */
export const mayStandIn = (name: string, module: ModuleSummary, project: ProjectModel): boolean =>
  project.importersOf(module).length === 0 &&
  project.modules.some((other) => other !== module && Object.hasOwn(other.names, name));

/** `INSTALLED_APPS += […]` in the module itself. */
export const addedTo = ({ source }: SemanticModel): readonly string[] =>
  source.module.body.flatMap((statement) =>
    statement.kind === 'AugAssign' && statement.target.kind === 'Name' ? [statement.target.id] : [],
  );

const DEFINING: ReadonlySet<string> = new Set([
  ...['Import', 'ImportFrom', 'FunctionDef', 'AsyncFunctionDef', 'ClassDef'],
  ...['Assign', 'AnnAssign', 'AugAssign', 'TypeAlias', 'Pass'],
]);
