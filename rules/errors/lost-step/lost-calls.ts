/** Calls whose result is computed and never used. */
import { boundTarget, type Def, defsOf, isGenerator, nodesOf } from '#ast';
import { firstIndex } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { memoizeByFile } from '#semantics/by-file';
import { callsWithin } from '#semantics/effects/calls-within';
import { isEffectFree } from '#semantics/effects/effect-free';
import { fileAccessOf } from '#semantics/files/file-access';
import { isNeverRead, type LostComputation, lostComputations } from './lost-computations.ts';

export type Fact =
  /** A function that gives something to its callers. */
  | { readonly kind: 'giver'; readonly fn: string; readonly isEffectFree: boolean }
  | {
      readonly kind: 'lost';
      readonly path: string;
      readonly local: string;
      readonly place: PackedPlace;
      readonly within: string;
      readonly isAwaited: boolean;
      /** Others of the kind in its function are used. */
      readonly hasSiblings: boolean;
      /** The call may be there to see whether it fails. */
      readonly isTried: boolean;
    }
  | ({
      readonly kind: 'computed';
      readonly place: PackedPlace;
      readonly within: string;
      readonly goesOn?: PackedPlace;
    } & Pick<LostComputation, 'what' | 'of' | 'doubt'>);

export const computedIn = (file: FactsContext): Fact[] =>
  lostComputations(file).map(({ at, what, of, goesOn, doubt }) => ({
    kind: 'computed',
    what,
    of,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    ...(goesOn !== undefined && { goesOn: packPlace(file, goesOn) }),
    ...(doubt !== undefined && { doubt }),
  }));

export function giversIn(file: FactsContext): Fact[] {
  return defsOf(file.module)
    .filter((fn) => !isGenerator(fn) && returnsValue(fn, file) && !writesFile(fn, file))
    .map((fn) => ({ kind: 'giver', fn: file.names.fullNameOf(fn), isEffectFree: isEffectFree(fn, file) }));
}

/** What writes its result to a file may be called for that, whatever it gives beside. */
const writesFile = (fn: Def, file: FactsContext): boolean =>
  callsWithin([fn]).some((call) => fileAccessOf(call, file)?.how === 'overwrite');

/** Something other than a constant: what says only that it is done is often dropped. */
const returnsValue = (fn: Def, file: FactsContext): boolean =>
  file.flow.returnValues(fn).some((value) => value !== undefined && value.kind !== 'Constant');

export function lostIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const target = boundTarget(call);
    if (target?.kind !== 'Name' || !isNeverRead(target, file)) return [];
    const path = file.effects.projectPath(call);
    const around = file.context.functionAround(call);
    if (path === undefined || around === undefined || around.kind === 'Lambda' || file.flow.isUnreachable(call))
      return [];
    return [
      {
        kind: 'lost',
        path,
        local: target.id,
        place: packPlace(file, target),
        within: file.names.qualnameOf(call),
        isAwaited: call.parent?.kind === 'Await',
        hasSiblings: hasUsedSibling(around, file),
        isTried: file.context.triesAround(call).some(({ body }) => body.length === 1),
      },
    ];
  });
}

/** Another local of the function that a call of the project fills, and that is used. */
function hasUsedSibling(fn: Def, file: FactsContext): boolean {
  const used = usedCalls(file);
  const first = used[firstIndex(used, ({ start }) => start >= fn.start)];
  return first !== undefined && first.end <= fn.end;
}

const usedCalls = memoizeByFile((file: FactsContext) =>
  nodesOf(file.module, 'Call')
    .filter((call) => {
      const target = boundTarget(call);
      if (target?.kind !== 'Name' || file.effects.projectPath(call) === undefined) return false;
      return (file.names.resolve(target)?.references.length ?? 0) > 0;
    })
    .toSorted((a, b) => a.start - b.start),
);
