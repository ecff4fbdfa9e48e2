import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { IdleCheck, YesOrNoCheck } from '#kit/checks';
import type { ProjectModel, Target } from '#project';
import { type DroppedAnswer, droppedAnswers } from './dropped-answers.ts';
import { exceptionsUnraised } from './unraised.ts';
import { vacuousChecks } from './vacuous-checks.ts';

interface Placed {
  readonly place: PackedPlace;
  readonly within: string;
}

export type Fact =
  /** A function that answers yes or no, and does nothing else. */
  | ({ readonly kind: 'check' } & YesOrNoCheck)
  | { readonly kind: 'pair'; readonly fn: string }
  /** A check that decides nothing. */
  | ({ readonly kind: 'idle'; readonly place: PackedPlace; readonly within: string } & Omit<IdleCheck, 'at'>)
  | ({ readonly kind: 'dropped'; readonly place: PackedPlace; readonly within: string } & Omit<DroppedAnswer, 'call'>)
  /** An exception that is made as a statement of its own. */
  | (Placed & { readonly kind: 'unraised'; readonly written: string } & {
      readonly raised?: PackedPlace;
      readonly mayRaiseItself?: true;
    })
  /** `all(…)` of what nothing, or perhaps nothing, has been put into. */
  | ({ readonly kind: 'vacuous'; readonly local: string; readonly isFilled: boolean } & Placed);

export const IGNORED = 'ignored result';
export const FAILS = 'returns false on failure';
export const DROPPED = 'the result is ignored';

export const answerOf = ({ writes }: Pick<DroppedAnswer, 'writes'>, doesMore: true | undefined): string =>
  writes ? 'returns false when it could not write' : doesMore ? 'returns true or false' : 'only returns true or false';

export function targetOf(accessPath: string | undefined, path: string, project: ProjectModel): Target | undefined {
  const from = project.moduleByPath(path);
  return accessPath === undefined || from === undefined ? undefined : project.follow(accessPath, from);
}

export const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

export const droppedIn = (file: FactsContext): Fact[] =>
  droppedAnswers(file).map(({ call, ...rest }) => ({
    kind: 'dropped',
    place: packPlace(file, call),
    within: file.names.qualnameOf(call),
    ...rest,
  }));

export function unraisedIn(file: FactsContext): Fact[] {
  return exceptionsUnraised(file).map(({ at, written, raised, mayRaiseItself }) => ({
    kind: 'unraised',
    written,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    ...(raised !== undefined && { raised: packPlace(file, raised) }),
    ...(mayRaiseItself && { mayRaiseItself }),
  }));
}

export function vacuousIn(file: FactsContext): Fact[] {
  return vacuousChecks(file).map(({ at, local, isFilled }) => ({
    kind: 'vacuous',
    local,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    isFilled,
  }));
}
