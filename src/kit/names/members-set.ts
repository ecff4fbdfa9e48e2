/** Members that code of the project sets from outside, by what they were set in. */
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { GLOBALS, SOME_OBJECT } from '../../semantics/names/names-set.ts';

/** What is set in a module (asked by its path), a class (by its qualified name), `builtins` or a library. */
export interface MembersSet {
  /** `computed`: some name is set there, and nobody can say which. */
  find(owner: string, member: string): 'set' | 'computed' | undefined;
  /** Some code sets a member of this name on an object that nobody can tell. */
  isSetOnSomething(member: string): boolean;
  /** Some code puts the name, or one that it computes, into the names of functions of which it does not show whose they are. */
  mayBeGlobal(name: string): boolean;
}

/** From what `namesSet` says about each file. */
export function membersSet(
  project: ProjectModel,
  files: readonly { readonly path: string; readonly set: readonly string[] }[],
): MembersSet {
  const set = new Set<string>();
  for (const { path, set: names } of files) {
    const importer = project.moduleByPath(path);
    for (const dotted of importer === undefined ? [] : names) {
      const end = dotted.lastIndexOf('.');
      if (importer !== undefined)
        set.add(`${ownerOf(dotted.slice(0, end), importer, project)} ${dotted.slice(end + 1)}`);
    }
  }
  return {
    find: (owner, member) => (set.has(`${owner} ${member}`) ? 'set' : set.has(`${owner} *`) ? 'computed' : undefined),
    isSetOnSomething: (member) => set.has(`${SOME_OBJECT} ${member}`),
    mayBeGlobal: (name) => set.has(`${GLOBALS} ${name}`) || set.has(`${GLOBALS} *`),
  };
}

/** What is not the project's keeps its name; an object of the project that leads nowhere may be anything. */
function ownerOf(accessPath: string, importer: ModuleSummary, project: ProjectModel): string {
  if (accessPath === 'builtins' || accessPath === SOME_OBJECT) return accessPath;
  // So Python 2 calls them.
  if (accessPath === '__builtin__') return 'builtins';
  if (accessPath.endsWith(GLOBALS)) return ownerOfGlobals(accessPath.slice(0, -GLOBALS.length), importer, project);
  const found = project.resolve(accessPath, importer);
  if (found.kind === 'module') return found.module.path;
  if (found.kind === 'class') return found.class.qualifiedName;
  const target = project.follow(accessPath, importer);
  if (target.kind === 'object' || target.kind === 'class') return target.class.qualifiedName;
  // What a name or an attribute of the project holds (`cls._instance.lock = …`) may be of any class.
  if (found.kind === 'name' || (found.kind === 'unknown' && isHeld(accessPath, importer, project))) return SOME_OBJECT;
  const isKnown =
    accessPath.endsWith('()') &&
    !accessPath.slice(0, -2).includes('(') &&
    found.kind === 'unknown' &&
    !isOfProject(accessPath, importer, project);
  return isKnown || !/[()~]/.test(accessPath) ? accessPath : SOME_OBJECT;
}

/** The module in which a function or class is defined, where it is known. */
function ownerOfGlobals(accessPath: string, importer: ModuleSummary, project: ProjectModel): string {
  const found = accessPath === SOME_OBJECT ? undefined : project.resolve(accessPath, importer);
  return found?.kind === 'function' || found?.kind === 'class' ? found.module.path : GLOBALS;
}

function isHeld(accessPath: string, importer: ModuleSummary, project: ProjectModel): boolean {
  if (/[()~]/.test(accessPath)) return false;
  const names = accessPath.split('.').slice(0, -1);
  return names.some((_, index) => project.resolve(names.slice(0, index + 1).join('.'), importer).kind !== 'unknown');
}

const isOfProject = (accessPath: string, importer: ModuleSummary, project: ProjectModel): boolean =>
  project.resolve(accessPath.split('.', 1)[0] ?? '', importer).kind !== 'unknown';
