/** What the project knows of attributes that a class binds on some paths only: other classes may bind them, and who calls what. */
import type { DoubtId } from '#findings';
import { type Found, type ProjectProblem, unpackPlace } from '#kit';
import { EMPTY_BASES, familyOf } from '#kit/state';
import { BOUND_BY } from '#knowledge/bound-by-bases';
import type { LocatedClass, ProjectModel } from '#project';
import type { HalfBound, KeptObject, SkippedInit } from './half-bound.ts';

export interface HalfBoundFacts {
  readonly half: readonly HalfBound[];
  readonly kept: readonly KeptObject[];
  readonly skipped: readonly SkippedInit[];
  readonly inits: readonly { readonly class: string; readonly attributes: readonly string[] }[];
}

/** Whether code elsewhere binds the attribute of such objects. */
type IsSet = (found: LocatedClass, attribute: string) => boolean;

export function halfBoundProblems(
  facts: readonly Found<HalfBoundFacts>[],
  isSet: IsSet,
  project: ProjectModel,
): readonly ProjectProblem[] {
  const inits = new Map(facts.flatMap(({ fact }) => fact.inits.map((each) => [each.class, each.attributes] as const)));
  const kept = objectsByClass(facts, project);
  return facts.flatMap(({ path, fact }) => [
    ...fact.half.flatMap((each) => halfBoundProblem(each, path, kept, isSet, project) ?? []),
    ...fact.skipped.flatMap((each) => skippedProblem(each, path, inits, isSet, project) ?? []),
  ]);
}

function objectsByClass(
  facts: readonly Found<HalfBoundFacts>[],
  project: ProjectModel,
): ReadonlyMap<string, readonly Found<KeptObject>[]> {
  const kept = new Map<string, Found<KeptObject>[]>();
  for (const { path, fact } of facts) {
    const from = project.moduleByPath(path);
    for (const each of fact.kept) {
      const made = from === undefined ? undefined : project.follow(each.path, from);
      if (made?.kind !== 'class') continue;
      const ofClass = kept.get(made.class.qualifiedName) ?? [];
      kept.set(made.class.qualifiedName, [...ofClass, { path, fact: each }]);
    }
  }
  return kept;
}

const HOW: Readonly<Record<HalfBound['how'], string>> = {
  sometimes: 'which `__init__` sets only on some paths',
  'after-read': 'which is not set before this read',
  thread: 'which is only set later, by a thread',
  later: 'which is not set yet',
};
const DOUBTS: Readonly<Record<HalfBound['how'], DoubtId | undefined>> = {
  sometimes: 'caller-precondition',
  'after-read': undefined,
  thread: 'execution-order',
  later: 'execution-order',
};

function halfBoundProblem(
  half: HalfBound,
  path: string,
  kept: ReadonlyMap<string, readonly Found<KeptObject>[]>,
  isSet: IsSet,
  project: ProjectModel,
): ProjectProblem | undefined {
  const found = project.classNamed(half.class);
  if (found === undefined || isSet(found, half.attribute) || isOfOthers(half.attribute, found, project))
    return undefined;
  const use = kept
    .get(half.class)
    ?.find(
      ({ fact: { calls } }) =>
        calls.includes(half.method) && !calls.some((name) => half.binders.includes(name) || name === '__enter__'),
    );
  if (half.how === 'later' && use === undefined && !half.isEntry) return undefined;
  const name = half.class.slice(found.module.module.length + 1);
  const at =
    use === undefined
      ? []
      : [
          {
            path: use.path,
            ...unpackPlace(use.fact.place),
            message: `\`${half.method}\` is called on this object, but the method that sets the attribute is not`,
          },
        ];
  return {
    at: { path, ...unpackPlace(half.place) },
    message: `\`${name}.${half.method}\` reads \`self.${half.attribute}\`, ${HOW[half.how]}`,
    remedy: `Set \`self.${half.attribute}\` in \`__init__\`${half.how === 'sometimes' ? ' on every path' : ', before it can be read'}`,
    doubt: (half.how === 'later' && use !== undefined ? undefined : DOUBTS[half.how]) ?? foreignBase(found, project),
    related: [{ path, ...unpackPlace(half.bound), message: 'set here' }, ...at],
    ...{ key: `${half.class} ${half.attribute}`, cause: `${half.class} ${half.how} ${half.binders.join(' ')}` },
  };
}

/** What the `__init__` of a library binds is not seen; of these it is known. */
const foreignBase = (found: LocatedClass, project: ProjectModel): DoubtId | undefined =>
  project.lineOf(found).every((each) => typeof each !== 'string' || EMPTY_BASES.has(each) || BOUND_BY.has(each))
    ? undefined
    : 'uncertain-dispatch';

/** Another class of its line, or one that derives from it, has it; or a base cannot be seen. */
function isOfOthers(attribute: string, found: LocatedClass, project: ProjectModel): boolean {
  return familyOf(found, project).some((member) =>
    project
      .lineOf(member)
      .some((each) =>
        typeof each === 'string'
          ? each === '?' || BOUND_BY.get(each)?.has(attribute) === true
          : each.class !== found.class && has(attribute, each),
      ),
  );
}

const has = (attribute: string, { class: { attributes, methods } }: LocatedClass): boolean =>
  Object.hasOwn(attributes, attribute) || methods.includes(attribute);

function skippedProblem(
  { class: name, place, reads }: SkippedInit,
  path: string,
  inits: ReadonlyMap<string, readonly string[]>,
  isSet: IsSet,
  project: ProjectModel,
): ProjectProblem | undefined {
  const found = project.classNamed(name);
  const above = found === undefined ? [] : project.lineOf(found).slice(1);
  if (found === undefined || above.includes('?')) return undefined;
  const classes = above.flatMap((each) => (typeof each === 'string' ? [] : each));
  for (const { attribute, method, place: at } of reads) {
    const owners = classes.filter((each) => has(attribute, each));
    const [owner] = owners;
    const isLost =
      owner !== undefined &&
      owners.every(({ class: each }) => inits.get(each.qualifiedName)?.includes(attribute) === true);
    if (!isLost || isSet(found, attribute) || project.derivedFrom(found).some((each) => has(attribute, each))) continue;
    const shown = name.slice(found.module.module.length + 1);
    const base = owner.class.qualifiedName.split('.').at(-1);
    return {
      at: { path, ...unpackPlace(at) },
      message: `\`${shown}.${method}\` reads \`self.${attribute}\`, which \`${base}.__init__\` sets, but \`${shown}.__init__\` does not call \`super().__init__()\``,
      related: [{ path, ...unpackPlace(place), message: 'it does not call `super().__init__()`' }],
      ...{ remedy: `Call \`super().__init__()\` in \`${shown}.__init__\``, key: `${name} ${attribute}` },
    };
  }
  return undefined;
}
