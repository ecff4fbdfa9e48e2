/** Methods whose name is nowhere else in their file, and whether anybody may call them by another way. */
import { type ClassDef, type Def, lastName, nodesOf } from '#ast';
import type { FactsContext } from '#kit';
import type { LocatedClass, ProjectModel } from '#project';
import { isOffered } from '#project/package-files';
import type { ModuleSummary } from '#semantics';
import { isPlainRecord } from '#semantics/types/record-class';
import { isWrittenOutside } from './words-written.ts';

export interface IdleMethod {
  readonly node: Def;
  /** Full name of the class. */
  readonly owner: string;
  /** The file itself names the class. */
  readonly isTaken: boolean;
}

/** Of classes whose bases the project may show, those that nothing decorates with what keeps functions. */
export function idleMethods(file: FactsContext): readonly IdleMethod[] {
  return nodesOf(file.module, 'ClassDef').flatMap((node) =>
    node.parent?.kind === 'Module' && (isPlainRecord(node, file) || isUndecorated(node))
      ? node.body.flatMap((each): IdleMethod[] => {
          const owner = file.names.fullNameOf(node);
          const isTaken = (file.names.moduleScope.bindings.get(node.name)?.references.length ?? 0) > 0;
          return isIdle(each, file) ? [{ node: each, owner, isTaken }] : [];
        })
      : [],
  );
}

const isUndecorated = ({ decorator_list, keywords }: ClassDef): boolean =>
  decorator_list.length + keywords.length === 0;

function isIdle(each: ClassDef['body'][number], file: FactsContext): each is Def {
  if (each.kind !== 'FunctionDef' && each.kind !== 'AsyncFunctionDef') return false;
  if (each.name.startsWith('__') || isWrittenOutside(each.name, each, file.source)) return false;
  return each.decorator_list.every((decorator) => PLAIN.has(lastName(decorator) ?? ''));
}

const PLAIN: ReadonlySet<string> = new Set(['staticmethod', 'classmethod']);

/**
 * Every class above is of the project and has no such method, no class derives both from it and from a class of a library, and the class is taken by its name where it is used: not by a text that a
 * framework reads, nor by anyone who installs the package that offers it.
 */
export function isItsOwn(
  { name, owner, isTaken }: { readonly name: string; readonly owner: string; readonly isTaken: boolean },
  module: ModuleSummary,
  project: ProjectModel,
): boolean {
  const found = project.classNamed(owner);
  if (found === undefined || found.module !== module) return false;
  const taking = project.importersOf(module).filter(({ imported }) => owner === `${module.module}.${imported.name}`);
  // What is installed, or what the whole program is named after, offers the class to others; a package within it only gathers.
  const isHandedOut = (from: ModuleSummary): boolean =>
    from.isPackage && (isOffered(from.path, project) || !from.module.includes('.'));
  if (taking.some(({ from }) => isHandedOut(from)) || !(isTaken || taking.some(({ from }) => from.role !== 'test')))
    return false;
  const isForeign = (each: LocatedClass | string): boolean => typeof each === 'string' && each !== 'builtins.object';
  // A library calls the hooks of its classes, and of what a class of the project mixes into them.
  if (project.derivedFrom(found).some((each) => project.lineOf(each).some(isForeign))) return false;
  return project
    .lineOf(found)
    .every(
      (each) =>
        !isForeign(each) &&
        (typeof each === 'string' || each.class === found.class || !each.class.methods.includes(name)),
    );
}
