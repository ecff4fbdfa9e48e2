/** Members that modules and classes lack, and why they may be there after all. */
import type { DoubtId, RelatedLocation } from '#kit';
import type { MembersSet } from '#kit/names';
import { doubtAtBringers, type givenDicts, type MemberUse } from '#kit/state';
import type { LocatedClass, ProjectModel } from '#project';
import type { ModuleSummary, SummaryClass } from '#semantics';

export interface Fact {
  readonly uses: readonly MemberUse[];
  /** Names that it sets in modules and classes (`namesSet`). */
  readonly set: readonly string[];
  readonly properties: readonly string[];
  /** Names that relations put on other classes (`backReferences`). */
  readonly back: readonly string[];
  readonly dicts: ReturnType<typeof givenDicts>;
}

export interface Lack {
  readonly says: string;
  readonly of: string;
  readonly related: readonly RelatedLocation[];
  readonly doubt?: DoubtId | undefined;
}

export interface Model {
  readonly project: ProjectModel;
  readonly set: MembersSet;
  readonly properties: ReadonlySet<string>;
  readonly back: ReadonlySet<string>;
  readonly made: ReadonlySet<SummaryClass>;
}

export function doubtAbout(
  member: string,
  written: string,
  family: readonly LocatedClass[],
  { project, set, made }: Model,
): DoubtId | undefined {
  if (family.some(({ module }) => isStub(module))) return 'type-from-annotation';
  const isUnmade = written.startsWith('cls.') && !family.some((each) => made.has(each.class));
  return doubtAtBringers(member, family, set, project) ?? (isUnmade ? 'uncertain-dispatch' : undefined);
}

export const isStub = ({ path }: ModuleSummary): boolean => path.endsWith('.pyi');

// What `type` and `ABCMeta` give every class.
export const OF_CLASSES: ReadonlySet<string> = new Set(['mro', 'register']);
