import {
  defineProjectRule,
  type FactsContext,
  type FileRole,
  groupBy,
  heldBackBy,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import type { Attribute } from '#kit/code';
import type { LocatedClass, ProjectModel, SummaryClass } from '#kit/project';
import { constructedClasses, familyWithout, isAugmented, isSeenNowhere, mayBeBrought, unboundReads } from '#kit/state';

const SILENT_ROLES: ReadonlySet<FileRole> = new Set(['test', 'stub', 'generated', 'vendored', 'documentation']);

/** A class reads of its own objects what it binds nowhere itself. */
interface UnboundRead {
  readonly class: string;
  readonly attribute: string;
  readonly method: string;
  readonly place: PackedPlace;
  /** `self.hits += 1`. */
  readonly isAugmented?: true;
}

interface Fact {
  readonly reads: readonly UnboundRead[];
  /** Attributes that the file binds on other objects than `self`. */
  readonly bound: readonly string[];
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'attribute that is read and bound nowhere',
    why: 'The first run that comes this way ends in an AttributeError, or, under a broad handler, in a fallback that nobody notices.',
    remedy: 'Bind the attribute in `__init__`, or read the one that is meant.',
    harm: 'breaks',
    ceiling: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [457],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def report(self):\n        return self.totals\n\nmeter = Meter()\n',
    good: 'class Meter:\n    def __init__(self):\n        self.total = 0\n\n    def report(self):\n        return self.total\n\nmeter = Meter()\n',
    measured: { read: 25, right: 25, on: 'modelscope, jina, kombu, lmdeploy, mem0ai, mindsdb, sglang, ray' },
  },
  facts(file) {
    // What cannot be parsed never runs, and its definitions are not all seen.
    const isSilent = SILENT_ROLES.has(file.context.role) || file.source.gaps.length > 0;
    const reads = isSilent ? [] : readsIn(file);
    const bound = [...new Set(file.names.attributeStores.filter(isElsewhere).map(({ attr }) => attr))].sort();
    return reads.length === 0 && bound.length === 0 ? [] : [{ reads, bound }];
  },
  check(project, ctx) {
    const bound = new Set(ctx.facts.flatMap(({ fact }) => fact.bound));
    let constructed: ReadonlySet<SummaryClass> | undefined;
    const reads = ctx.facts.flatMap(({ path, fact }) => fact.reads.map((read) => ({ path, ...read })));
    const missing = reads.flatMap((read) => {
      const found = bound.has(read.attribute) ? undefined : project.classNamed(read.class);
      const family = found?.module.path === read.path ? familyWithout(read.attribute, found, project) : undefined;
      if (found === undefined) return [];
      if (family === undefined) return augmentedAlone(read, found, project);
      constructed ??= constructedClasses(project);
      const made = family.find((each) => constructed?.has(each.class) === true);
      const guess = mayBeBrought(read.attribute, family, project) ? BROUGHT : made === undefined ? UNMADE : undefined;
      // What is no more than a part of other classes sets up no objects of its own.
      const isWhole = made !== undefined || (guess === UNMADE && found.class.methods.includes('__init__'));
      return isWhole ? { read, found, made: made ?? found, guess } : [];
    });
    const roots = sharedRoots(missing, project);
    for (const ofClass of groupBy(missing, ({ read }) => read.class).values()) {
      // What a class lacks went in one edit, and so it did in its copies, which lack the same.
      const lacked = [...new Set(ofClass.map(({ read }) => read.attribute))].sort().join(' ');
      for (const { read, found, made, guess } of ofClass) {
        const shown = read.class.slice(found.module.module.length + 1);
        const madeName = made.class.qualifiedName.split('.').at(-1);
        ctx.report({
          at: { path: read.path, ...unpackPlace(read.place) },
          message: `\`${shown}.${read.method}\` reads \`self.${read.attribute}\`, which nothing binds`,
          ...heldBackBy(guess),
          related: [
            { path: made.module.path, ...made.class.place, message: `\`${madeName}\` is the class of the object` },
          ],
          key: `${read.class} ${read.attribute}`,
          cause: roots.rootOf(found, read.attribute) ?? `${shown} without ${lacked}`,
        });
      }
    }
  },
});

const BROUGHT = 'a class that seems to derive from it has another base, which may bring it';
const FOREIGN = 'a base of a library may bring it';
const UNMADE = 'nothing here makes an object of it, and a class that derives from it elsewhere may bind it';

/** What a class of a library's base only adds to: nothing but that base can bring it. */
function augmentedAlone(read: UnboundRead & { readonly path: string }, found: LocatedClass, project: ProjectModel) {
  const isOwn = read.isAugmented === true && found.module.path === read.path;
  return isOwn && isSeenNowhere(read.attribute, found, project) ? [{ read, found, made: found, guess: FOREIGN }] : [];
}

interface Missing {
  readonly read: UnboundRead;
  readonly found: LocatedClass;
}

/**
 * Classes of one family that read the same attribute expect it of what they share: whoever binds it there, or renames it, mends all
 * of them. The root is the class above most of them; attributes that only one class misses stay its own.
 */
function sharedRoots(missing: readonly Missing[], project: ProjectModel) {
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

function readsIn(file: FactsContext): UnboundRead[] {
  const { names, context } = file;
  return [...unboundReads(file)].flatMap(([owner, reads]) => {
    if (context.role === 'test') return [];
    const name = names.fullNameOf(owner);
    return reads.map((node) => ({
      class: name,
      attribute: node.attr,
      method: context.defAround(node)?.name ?? '',
      place: packPlace(file, node),
      ...(isAugmented(node) && { isAugmented: true as const }),
    }));
  });
}

const isElsewhere = ({ value }: Attribute): boolean => value.kind !== 'Name' || value.id !== 'self';
