import { type DoubtId, type FactsContext, type FileRole, type PackedPlace, packPlace } from '#kit';
import type { MembersSet } from '#kit/names';
import {
  constructedClasses,
  familyWithout,
  isClosedModel,
  isSeenNowhere,
  mayBeInherited,
  modelFamilyWithout,
} from '#kit/state';
import type { LocatedClass, ProjectModel } from '#project';
import type { HalfBoundFacts } from './half-bound-problems.ts';
import { isAugmented, unboundReads } from './unbound-reads.ts';

export const SILENT_ROLES: ReadonlySet<FileRole> = new Set(['test', 'stub', 'generated', 'vendored', 'documentation']);

/** A class reads of its own objects what it binds nowhere itself. */
interface UnboundRead {
  readonly class: string;
  readonly attribute: string;
  readonly method: string;
  readonly place: PackedPlace;
  /** `self.hits += 1`. */
  readonly isAugmented?: true;
  /** A text of the file is its name. */
  readonly isSaid?: true;
}

export interface Fact extends HalfBoundFacts {
  readonly reads: readonly UnboundRead[];
  /** Names that it sets in modules, classes and objects (`namesSet`). */
  readonly set: readonly string[];
}

/** A model of pydantic that takes no more than its fields lacks what it does not name, too. */
function familyLacking(attribute: string, found: LocatedClass, project: ProjectModel) {
  const plain = familyWithout(attribute, found, project);
  const models = plain === undefined ? modelFamilyWithout(attribute, found, project) : undefined;
  if (plain !== undefined) return { classes: plain, isModel: false };
  return models?.every((each) => isClosedModel(each, project)) === true
    ? { classes: models, isModel: true }
    : undefined;
}

/** Some code binds it from outside, on an object of the class, of one above or of one below it. */
export function isSetOn(found: LocatedClass, attribute: string, set: MembersSet, project: ProjectModel): boolean {
  const line = project.lineOf(found).flatMap((each) => (typeof each === 'string' ? [] : each));
  return [...line, ...project.derivedFrom(found)].some(
    (each) => set.find(each.class.qualifiedName, attribute) !== undefined,
  );
}

export function missingBy(read: LocatedRead, set: MembersSet, project: ProjectModel): readonly Missing[] {
  const found = project.classNamed(read.class);
  if (found === undefined) return [];
  const family = found.module.path === read.path ? familyLacking(read.attribute, found, project) : undefined;
  // Most reads are of what a base binds.
  if (family === undefined && read.isAugmented !== true) return [];
  if (isSetOn(found, read.attribute, set, project)) return [];
  if (family === undefined) return read.isSaid === true ? [] : augmentedAlone(read, found, project);
  const constructed = constructedClasses(project);
  // Models are made of what others send.
  const made = family.classes.find((each) => family.isModel || constructed.has(each.class));
  const isInherited = mayBeInherited(read.attribute, family.classes, project);
  const isSet = read.isSaid === true || set.isSetOnSomething(read.attribute);
  const doubt = isInherited ? 'uncertain-dispatch' : isSet ? 'dynamic-binding' : undefined;
  if (made !== undefined) return [{ read, found, made, doubt }];
  // What is no more than a part of other classes sets up no objects of its own.
  const isLeaf = project.derivedFrom(found).length === 0;
  const line = isLeaf ? project.lineOf(found) : [found];
  const isWhole = !isInherited && read.isSaid !== true && line.some((each) => setsUp(each));
  return isWhole ? [{ read, found, made: found, doubt: 'uncertain-dispatch' }] : [];
}

const setsUp = (each: LocatedClass | string): boolean =>
  typeof each !== 'string' && each.class.methods.includes('__init__');

/** What a class of a library's base only adds to: nothing but that base can bring it. */
function augmentedAlone(read: LocatedRead, found: LocatedClass, project: ProjectModel): readonly Missing[] {
  const isOwn = read.isAugmented === true && found.module.path === read.path;
  return isOwn && isSeenNowhere(read.attribute, found, project)
    ? [{ read, found, made: found, doubt: 'uncertain-dispatch' }]
    : [];
}

type LocatedRead = UnboundRead & { readonly path: string };

interface Missing {
  readonly read: LocatedRead;
  readonly found: LocatedClass;
  readonly made: LocatedClass;
  readonly doubt: DoubtId | undefined;
}

/**
 * Classes of one family that read the same attribute expect it of what they share: anyone who binds it there, or renames it, fixes all
 * of them. The root is the class above most of them; attributes that only one class misses stay its own.
 */
export function sharedRoots(missing: readonly Missing[], project: ProjectModel) {
  const below = new Map<string, Set<string>>();
  const keyOf = (root: string, attribute: string): string => `${root} lacks ${attribute}`;
  const lineOf = (found: LocatedClass): readonly string[] =>
    project.lineOf(found).flatMap((each) => (typeof each === 'string' ? [] : each.class.qualifiedName));
  for (const { read, found } of missing) {
    for (const root of lineOf(found)) {
      const key = keyOf(root, read.attribute);
      below.set(key, (below.get(key) ?? new Set()).add(read.class));
    }
  }
  const countOf = (key: string): number => below.get(key)?.size ?? 0;
  return {
    rootOf(found: LocatedClass, attribute: string): string | undefined {
      const keys = lineOf(found).map((root) => keyOf(root, attribute));
      // Of equals the last, the farthest from the class.
      const key = keys.reduceRight((best, each) => (countOf(each) > countOf(best) ? each : best), keys.at(-1) ?? '');
      return countOf(key) > 1 ? key : undefined;
    },
  };
}

export function readsIn(file: FactsContext): UnboundRead[] {
  const { names, context } = file;
  return [...unboundReads(file)].flatMap(([owner, reads]) => {
    if (context.role === 'test') return [];
    const name = names.fullNameOf(owner);
    return reads.map(({ node, isSaid }) => ({
      class: name,
      attribute: node.attr,
      method: context.defAround(node)?.name ?? '',
      place: packPlace(file, node),
      ...(isAugmented(node) && { isAugmented: true as const }),
      ...(isSaid && { isSaid: true as const }),
    }));
  });
}
