/** Names that a module defines and that nothing refers to. */
import { type Expression, type Node, nameSpan } from '#ast';
import { firstIndex } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isNamedInText } from '#kit/web';
import { LOOKED_FOR_NAMES } from '#knowledge/looked-for-names';
import { RECORD_BASES } from '#knowledge/record-classes';
import type { ProjectModel } from '#project';
import type { Definition, ModuleSummary } from '#semantics';
import { isPlainRecord } from '#semantics/types/record-class';
import type { Span } from '#text';
import { variablesIn } from '../_shared/input-fields.ts';
import { isWrittenOutside } from './words-written.ts';

export interface Fact {
  readonly what: 'function' | 'class' | 'constant' | 'method';
  readonly name: string;
  readonly place: PackedPlace;
  /** A class with bases, of which the project tells whether any of them looks for it. */
  readonly isDerived?: true;
  /** The class of a method. */
  readonly owner?: string;
  readonly isTaken?: boolean;
  /** A constant among others of the same beginning. */
  readonly isOneOfMany?: true;
  /** Of a file of settings, filled from the environment: what loads the file by its name takes them all. */
  readonly isSetting?: true;
}

/** Whose constants a framework reads. */
const SETTINGS_FILE = /(?:^|\/)(?:settings|conf|config|constants?|version|gunicorn\w*|celeryconfig)(?:\.py$|\/)/;

/** Whose hooks (`on_exit`, `child_exit`) a server calls. */
const SERVER_FILE = /(?:^|\/)(?:gunicorn|hypercorn|uwsgi)[\w.]*\.py$/;

/** How frameworks are told where their settings are. */
export const TAKING: ReadonlySet<string> = new Set(['from_object', 'config_from_object', 'from_pyfile']);

/** A definition of the module that its own file does not use, apart from itself. */
export function unreferred(name: string, isOfGroup: boolean, file: FactsContext): Fact | undefined {
  const binding = file.names.moduleScope.bindings.get(name);
  const [only, other] = binding?.definitions ?? [];
  if (binding === undefined || only === undefined || other !== undefined) return undefined;
  if (name.startsWith('__') || LOOKED_FOR_NAMES.test(name) || only.statement.parent?.kind !== 'Module')
    return undefined;
  const { statement } = only;
  if (binding.references.some(({ start, end }) => start < statement.start || end > statement.end)) return undefined;
  const found = candidate(only, isOfGroup, file);
  if (found === undefined || isWrittenOutside(name, statement, file.source)) return undefined;
  const { at, ...said } = found;
  return { ...said, name, place: packPlace(file, at) };
}

type Candidate = Pick<Fact, 'what' | 'isOneOfMany' | 'isSetting' | 'isDerived'> & { readonly at: Span };

/** Constants, functions that nobody decorates, and records: other classes may be found by what they derive from. */
function candidate(
  { name, node, statement, value }: Definition,
  isOfGroup: boolean,
  file: FactsContext,
): Candidate | undefined {
  if (statement.kind === 'Assign' || statement.kind === 'AnnAssign') {
    if (!/^_?[A-Z][A-Z0-9_]{2,}$/.test(name)) return undefined;
    if (SETTINGS_FILE.test(file.path))
      return variablesIn(value, file).length > 0 ? { what: 'constant', at: node, isSetting: true } : undefined;
    const isOne = isEntry(name, value, file) && (isOfGroup || isCounted(statement, file));
    return { what: 'constant', at: node, ...(isOne && { isOneOfMany: true as const }) };
  }
  if (node.kind === 'ClassDef') {
    // What is decorated by nothing is found by its name alone, unless something above it knows what derives from it.
    if (isPlainRecord(node, file)) return { what: 'class', at: nameSpan(node) };
    if (node.keywords.length + node.decorator_list.length > 0) return undefined;
    return { what: 'class', at: nameSpan(node), ...(node.bases.length > 0 && { isDerived: true as const }) };
  }
  if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') return undefined;
  return node.decorator_list.length > 0 ? undefined : { what: 'function', at: nameSpan(node) };
}

/** `FLAG_` of `FLAG_A`. */
export const prefixOf = (name: string): string => name.slice(0, name.indexOf('_') + 1);

/**
 * `FLAG_A`, `FLAG_B`, `FLAG_C`, or `NUMBER = 0`, `VOLUME = 1`, `PRICE = 2`: a list of what there is, complete for its own sake. Data under a
 * name is no entry of one.
 */
function isEntry(name: string, value: Expression | undefined, { values }: FactsContext): boolean {
  const folded = value === undefined || isPrivate(name) ? undefined : values.fold(value);
  return folded !== undefined && folded.kind !== 'mapping' && folded.kind !== 'list';
}

/** It and two neighbours at least have numbers one above the other. */
function isCounted(statement: Node, { module, values }: FactsContext): boolean {
  const at = firstIndex(module.body, ({ start }) => start >= statement.start);
  const numberAt = (index: number): number => {
    const each = module.body[index];
    return (each?.kind === 'Assign' ? values.number(each.value) : undefined) ?? Number.NaN;
  };
  let first = at;
  let last = at;
  while (last - first < 2 && numberAt(first - 1) === numberAt(first) - 1) first--;
  while (last - first < 2 && numberAt(last + 1) === numberAt(last) + 1) last++;
  return last - first >= 2;
}

export const isPrivate = (name: string): boolean => name.startsWith('_');

/** No name of it is asked for but by name. */
export const isClosed = ({ all, hasDynamicNames }: ModuleSummary): boolean => all === undefined && !hasDynamicNames;

/** Handed to a program that reads its settings and calls its functions by name; no import can name a file with two dots. */
const isConfiguration = ({ path, isEntryPoint }: ModuleSummary): boolean =>
  SERVER_FILE.test(path) || (!isEntryPoint && /\.[^./]{1,255}\.py$/.test(path));

/** `DJANGO_SETTINGS_MODULE=mill.settings`, `--config deploy/mill.py`: what loads a file of settings by such a name reads all of them. */
export const isHandedOn = (module: ModuleSummary, project: ProjectModel): boolean =>
  [module.module, module.path.replace(/\.py$/, '')].some((name) => project.mentions.has(name)) ||
  isNamedInText(module.path, project.modules.filter(isProduction));

const isProduction = ({ role }: ModuleSummary): boolean => role !== 'test';

/** `from mill.measures import *`: who writes one of its names then may mean this one. */
export const isTakenWhole = (module: ModuleSummary, project: ProjectModel): boolean =>
  project.importersOf(module).some(({ imported }) => imported.name === '*');

/** Nothing above it keeps what derives from it: records, exceptions, enumerations and interfaces, be it by way of classes of the project. */
export function isFoundByName(name: string, module: ModuleSummary, project: ProjectModel): boolean {
  const found = project.classNamed(`${module.module}.${name}`);
  return (
    found?.module === module &&
    project
      .lineOf(found)
      .every((each) =>
        typeof each === 'string'
          ? INERT.test(each) || (RECORD_BASES.has(each) && RECORD_BASES.get(each) !== 'settings')
          : !each.class.methods.includes('__init_subclass__') && (each.class.keywords ?? []).length === 0,
      )
  );
}

const INERT =
  /^(?:abc\.ABC|enum\.\w+|typing(?:_extensions)?\.(?:Generic|Protocol)|builtins\.(?:object|\w*(?:Error|Exception|Warning)))$/;

/** How much is seen of what others take from a module: a module that nobody imports is another rule's. */
export function viewOf(module: ModuleSummary, project: ProjectModel): 'whole' | 'part' | 'none' {
  if (!isClosed(module)) return 'none';
  const importers = project.importersOf(module);
  // What is started as the program and imported by nobody is seen whole, too.
  if (importers.length === 0)
    return (module.serves || module.isEntryPoint) && !isConfiguration(module) && project.useOf(module) !== 'loaded'
      ? 'whole'
      : 'none';
  if (!importers.some(({ from }) => from.role !== 'test')) return 'none';
  if (project.useOf(module) !== 'imported') return 'part';
  const takesMore = importers.some(({ from, imported }) => imported.name === '*' || from.attributeReads.includes('*'));
  return takesMore ? 'part' : 'whole';
}
