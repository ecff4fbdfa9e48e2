/** Modules that hold definitions alone and that nothing imports. */
import { holds, nameSpan, type Stmt } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { definesWork, isFoundByFile, isFoundByFolder, type ProjectModel, partsOf } from '#project';
import { isInPackage } from '#project/package-files';
import type { ModuleSummary } from '#semantics';
import { folderOf, type Span } from '#text';
import { makesApplication } from './applications.ts';

/** A module that holds nothing but imports, definitions and constants: it cannot be meant to be run. */
export interface Fact {
  readonly definitions: readonly { readonly name: string; readonly place: PackedPlace }[];
}

/** Folders in which a program stands that imports what lies beside it. */
export const foldersOfPrograms = (project: ProjectModel): ReadonlySet<string> =>
  new Set(
    project.importEdges.flatMap(({ from, to }) => {
      const folder = folderOf(from.path);
      const isBesideProgram = folderOf(to.path) === folder && (from.isEntryPoint || makesApplication(from));
      return isBesideProgram && !isPartOfPackage(from, project) ? folder : [];
    }),
  );

/** The image gives it another name: it is copied by its own, or imports end in what it is called here. */
export function isPlacedElsewhere({ module, path }: ModuleSummary, project: ProjectModel): boolean {
  const isCopied = project.artifacts
    .of('dockerfile')
    .flatMap(({ model }) => model.stages.flatMap(({ instructions }) => instructions))
    .some(
      (each) => each.kind === 'copy' && each.sources.some(({ value }) => value.replace(/^(?:\.?\/)+/, '') === path),
    );
  const ending = `.${module}`;
  return (
    isCopied ||
    project.modules.some(({ imports }) =>
      imports.some(
        (each) =>
          each.module.endsWith(ending) || (each.name !== undefined && `${each.module}.${each.name}`.endsWith(ending)),
      ),
    )
  );
}

/** The definitions of a file whose own statements do nothing else. */
export function definitionsAlone(file: FactsContext): Fact[] | undefined {
  const { module, names, path } = file;
  const definitions: { name: string; at: Span }[] = [];
  if (!path.split('/').every((part) => /^[A-Za-z_]\w*(?:\.py)?$/.test(part))) return undefined;
  for (const statement of module.body) {
    if (statement.kind === 'ClassDef' || statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') {
      // Anyone who decorates it may keep it.
      if (statement.kind !== 'ClassDef' && statement.decorator_list.length > 0) return undefined;
      definitions.push({ name: statement.name, at: nameSpan(statement) });
    } else if (isConstant(statement, file)) {
      const [target] = statement.kind === 'Assign' ? statement.targets : [];
      if (target?.kind === 'Name' && /^[A-Z][A-Z0-9_]+$/.test(target.id))
        definitions.push({ name: target.id, at: target });
    } else if (!isInertStatement(statement, file)) return undefined;
  }
  const isOwn = definitions.length > 0 && !names.hasDynamicNames;
  return isOwn
    ? [{ definitions: definitions.slice(0, MOST_NAMED).map(({ name, at }) => ({ name, place: packPlace(file, at) })) }]
    : [];
}

/** A part of a package that does something, is not started by itself, and nothing leads to. */
export function isOrphan(module: ModuleSummary, project: ProjectModel): boolean {
  const { role, isEntryPoint, isPackage, path } = module;
  if (role !== 'library' || isEntryPoint || isFoundByFolder(path)) return false;
  if (!isPackage && (isFoundByFile(path) || !definesWork(module))) return false;
  if (project.useOf(module) !== undefined) return false;
  return !isPackage || hasWork(module, project);
}

export const isPartOfPackage = ({ path, isPackage }: ModuleSummary, project: ProjectModel): boolean =>
  isInPackage(isPackage ? folderOf(path) : path, project);

/** A name bound to what calls nothing of the program: a literal, a logger, a pattern. */
function isConstant(statement: Stmt, { names }: FactsContext): boolean {
  if (statement.kind !== 'Assign' && statement.kind !== 'AnnAssign') return false;
  const { value } = statement;
  if (value === undefined) return true;
  return !holds(value, (node) => node.kind === 'Call' && !MAKING_CONSTANTS.test(names.qualifiedName(node.func) ?? ''));
}

/** Imports that may fail or that only type checkers see, docstrings. */
function isInertStatement(statement: Stmt, file: FactsContext): boolean {
  const areInert = (body: readonly Stmt[]): boolean =>
    body.every((each) => isInertStatement(each, file) || isConstant(each, file));
  switch (statement.kind) {
    case 'Import':
    case 'ImportFrom':
    case 'Pass':
      return true;
    case 'Expr':
      return statement.value.kind === 'Constant';
    case 'If':
      return areInert(statement.body) && areInert(statement.orelse);
    case 'Try':
      return [statement.body, statement.orelse, ...statement.handlers.map(({ body }) => body)].every(areInert);
    default:
      return false;
  }
}

const MAKING_CONSTANTS =
  /^(?:builtins\.(?:frozenset|set|dict|list|tuple|int|float|str|bool|range|len)|logging\.getLogger|structlog\.\w*get_logger|loguru\.|re\.compile|pathlib\.|os\.(?:path|getenv|environ)|typing\.|decimal\.Decimal|datetime\.|collections\.)/;

const MOST_NAMED = 12;

/** A package whose modules lean on nothing but each other, too. */
function hasWork(module: ModuleSummary, { modules }: ProjectModel): boolean {
  const parts = partsOf(module, modules);
  return parts.length > 0 && parts.every(isInert) && parts.some(definesWork);
}

const isInert = ({ role, isEntryPoint, isPackage, path }: ModuleSummary): boolean =>
  role === 'test' || (role === 'library' && !isEntryPoint && (isPackage || !isFoundByFile(path)));

/** What a library has, others may import. */
export function mayBeImported(module: ModuleSummary, isOfProgram: boolean, project: ProjectModel): boolean {
  const isOfLibrary = !(isOfProgram || isPrivate(project.importNameOf(module)));
  return isOfLibrary || isMeantByLostImport(module, project);
}

/** `from shop.memory import Store` where `shop/memory.py` was moved to `shop/agent/memory.py`. */
function isMeantByLostImport({ module }: ModuleSummary, project: ProjectModel): boolean {
  const [first, last] = [module.split('.')[0], `.${module.split('.').at(-1)}`];
  return project.modules.some((from) =>
    from.imports.some(
      (each) =>
        each.module.endsWith(last) &&
        each.relativeLevel === 0 &&
        each.module.split('.')[0] === first &&
        project.importsOf(from).every(({ imported }) => imported !== each),
    ),
  );
}

const isPrivate = (name: string): boolean => name.split('.').some((segment) => segment.startsWith('_'));

/** What the module is about: its first class, else its first function. */
export function firstDefinition({ classes, functions }: ModuleSummary) {
  const byLine = [...(classes.length > 0 ? classes : functions)].sort((a, b) => a.place.line - b.place.line);
  return byLine.find(({ qualifiedName }) => !qualifiedName.includes('._')) ?? byLine[0];
}
