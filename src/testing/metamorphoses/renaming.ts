/** Names that are the fixture's own: those that no library, framework, text or other file knows it by. */
import { type Arg, ancestors, type Node, parametersOf } from '../../ast/index.ts';
import type { PythonFile, Rewriting } from './rewriting.ts';
import { type Def, isDef, moduleOf, nodesUnder, wordsWritten } from './syntax.ts';
import type { Subject } from './transformation.ts';

export type NameKind = 'function' | 'class' | 'constant' | 'variable';

/** Renames every own name of a fixture, the same spelling everywhere alike. */
export function renameOwn(
  subject: Subject,
  rewriting: Rewriting,
  newName: (kind: NameKind, index: number) => string | undefined,
): void {
  if (subject.python.some(({ model }) => model.names.hasDynamicNames)) return;
  const known = spellingsKnownOutside(subject);
  const kinds = new Map<string, NameKind>();
  for (const file of subject.python) {
    for (const { name, kind } of bindingsOf(file))
      if (!known.has(name)) kinds.set(name, isDefined(kind) ? kind : (kinds.get(name) ?? kind));
  }
  const taken = new Set(subject.python.flatMap(allSpellings));
  const chosen = new Map<string, string>();
  let index = 0;
  for (const [old, kind] of [...kinds].sort()) {
    let name: string | undefined;
    do name = newName(kind, index++);
    while (name !== undefined && taken.has(withDress(old, name)));
    if (name === undefined) continue;
    name = withDress(old, name);
    taken.add(name);
    chosen.set(old, name);
  }
  for (const file of subject.python)
    for (const place of spellingsIn(file, chosen)) {
      rewriting.replace(file.path, place.start, place.start + place.name.length, chosen.get(place.name) ?? place.name);
    }
  for (const [old, name] of chosen) rewriting.newNames.set(name, old);
}

/** What a name is where it is made, not where it is imported. */
function isDefined(kind: NameKind): boolean {
  return kind === 'function' || kind === 'class';
}

/** A leading underscore says who may use a name, and stays. */
function withDress(old: string, name: string): string {
  return (/^_*/.exec(old)?.[0] ?? '') + name;
}

function bindingsOf(file: PythonFile): { name: string; kind: NameKind }[] {
  const { moduleScope } = file.model.names;
  const found: { name: string; kind: NameKind }[] = [];
  const scopes = [moduleScope];
  for (let scope = scopes.pop(); scope !== undefined; scope = scopes.pop()) {
    scopes.push(...scope.children);
    if (scope.kind === 'class' || scope.kind === 'annotation') continue;
    for (const [name, { definitions }] of scope.bindings) {
      const [first] = definitions;
      if (first === undefined) continue;
      found.push({ name, kind: kindOf(name, first.kind) });
    }
  }
  return found;
}

function kindOf(name: string, kind: string): NameKind {
  if (kind === 'function') return 'function';
  if (kind === 'class') return 'class';
  return /^_*[A-Z][A-Z0-9_]*$/.test(name) ? 'constant' : 'variable';
}

function allSpellings(file: PythonFile): string[] {
  return [...file.text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].map(([word]) => word);
}

/** Spellings that something outside of the fixture may know. */
function spellingsKnownOutside(subject: Subject): ReadonlySet<string> {
  const known = new Set([...wordsWritten(subject), ...KEPT]);
  const modules = new Set(subject.python.map(({ model }) => model.names.moduleName));
  for (const file of subject.python) {
    for (const imported of file.model.names.imports) {
      const isOwn =
        imported.name !== undefined &&
        modules.has(imported.module) &&
        !modules.has(`${imported.module}.${imported.name}`);
      if (!isOwn) known.add(imported.boundAs);
      if (!isOwn && imported.name !== undefined) known.add(imported.name);
      for (const part of imported.module.split('.')) known.add(part);
    }
    for (const node of nodesUnder(moduleOf(file))) for (const name of namesGivenAway(file, node)) known.add(name);
  }
  return known;
}

/** Called by a program or a library by these names, the hooks of behave among them. */
const KEPT = [
  ...['self', 'cls', '_', 'main', 'app', 'application', 'setup', 'handler', 'lambda_handler', 'print', 'open'],
  ...['all', 'feature', 'scenario', 'step', 'tag'].flatMap((part) => [`before_${part}`, `after_${part}`]),
];

function namesGivenAway(file: PythonFile, node: Node): string[] {
  if (node.kind === 'Attribute') return [node.attr];
  if (node.kind === 'keyword') return node.arg === undefined ? [] : [node.arg];
  if (node.kind === 'TypeVar' || node.kind === 'ParamSpec' || node.kind === 'TypeVarTuple') return [node.name];
  if (node.kind === 'MatchAs' || node.kind === 'MatchStar') return node.name === undefined ? [] : [node.name];
  if (node.kind === 'MatchMapping') return node.rest === undefined ? [] : [node.rest];
  if (node.kind === 'Name') {
    const isBuiltin = node.ctx === 'Load' && file.model.names.resolve(node) === undefined;
    return isBuiltin || /^__.*__$/.test(node.id) ? [node.id] : [];
  }
  if (node.kind === 'ClassDef') return classNames(file, node);
  if (isDef(node)) return defNames(node);
  return [];
}

function classNames(file: PythonFile, node: Extract<Node, { kind: 'ClassDef' }>): string[] {
  const scope = file.model.names.scopeOf(node);
  return [...(scope?.bindings.keys() ?? [])];
}

/** A framework calls what is decorated, and by the names of its parameters; a test runner what is called a test. */
function defNames(node: Def): string[] {
  const isMethod = node.parent?.kind === 'ClassDef';
  const parameters = parametersOf(node).map(({ name }) => name);
  const isTest = /^(test|pytest|fixture)/.test(node.name);
  const isOwn = node.decorator_list.length === 0 && !isTest && !(isMethod && node.parent.bases.length > 0);
  return [...(isOwn ? [] : parameters), ...(isTest || /^__.*__$/.test(node.name) ? [node.name] : [])];
}

interface Spelling {
  readonly name: string;
  readonly start: number;
}

/** Every place where one of the names is written as a name. */
function spellingsIn(file: PythonFile, names: ReadonlyMap<string, string>): Spelling[] {
  const found: Spelling[] = [];
  const add = (name: string | undefined, start: number | undefined) => {
    if (name !== undefined && start !== undefined && start >= 0 && names.has(name)) found.push({ name, start });
  };
  const search = (name: string, from: number, to: number) => {
    const match = new RegExp(`(?<![\\w.])${name}(?!\\w)`).exec(file.text.slice(from, to));
    return match === null ? undefined : from + match.index;
  };
  for (const node of nodesUnder(moduleOf(file))) {
    if (node.kind === 'Name') add(node.id, node.start);
    else if (node.kind === 'arg') add(node.arg, argumentStart(file, node));
    else if (isDef(node) || node.kind === 'ClassDef') add(node.name, node.name_start);
    else if (node.kind === 'ExceptHandler' && node.name !== undefined) {
      add(node.name, search(node.name, node.type?.end ?? node.start, node.body[0]?.start ?? node.end));
    } else if (node.kind === 'Global' || node.kind === 'Nonlocal') {
      for (const name of node.names) add(name, search(name, node.start + node.kind.length, node.end));
    } else if (node.kind === 'alias') {
      const [first] = [...ancestors(node)];
      if (first?.kind === 'ImportFrom') add(node.name, node.start);
      if (node.asname !== undefined) add(node.asname, node.end - node.asname.length);
    }
  }
  return found;
}

function argumentStart(file: PythonFile, node: Arg): number {
  return file.text.indexOf(node.arg, node.start);
}
