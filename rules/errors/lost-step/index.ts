import { boundTarget, type Def, defsOf, isGenerator, nodesOf } from '#ast';
import { firstIndex } from '#collections';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  functionKey,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectContext,
  packPlace,
  targetKey,
  unpackPlace,
} from '#kit';
import type { Target } from '#project';
import { memoizeByFile } from '#semantics/by-file';
import { callsWithin } from '#semantics/effects/calls-within';
import { isEffectFree } from '#semantics/effects/effect-free';
import { fileAccessOf } from '#semantics/files/file-access';
import { isNeverRead, type LostComputation, lostComputations } from './lost-computations.ts';

type Fact =
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

export default defineProjectRule<Fact>({
  docs: {
    summary: 'result computed for a step that never comes',
    why: 'The function works something out that nothing uses: the step that was to use it is missing, and the result of the whole is what it was without it.',
    remedy: 'Use the result where it was meant to be used, or remove the call.',
    harm: 'lies',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [563],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def discount(order):\n    return order.total * 0.1 if order.total > 100 else 0\n\ndef price(order):\n    less = discount(order)\n    return order.total\n',
    good: 'def discount(order):\n    return order.total * 0.1 if order.total > 100 else 0\n\ndef price(order):\n    less = discount(order)\n    return order.total - less\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...giversIn(file), ...lostIn(file), ...computedIn(file)],
  check(project, ctx) {
    reportComputed(ctx);
    const givers = new Map(
      factsOfKind(ctx.facts, 'giver').map(({ path, fact }) => [functionKey(path, fact.fn), fact.isEffectFree] as const),
    );
    const isGiver = (other: Target): boolean => givers.has(targetKey(other) ?? '');
    for (const { path, fact } of factsOfKind(ctx.facts, 'lost')) {
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      if (target?.kind !== 'function' || target.function.isAsync !== fact.isAwaited) continue;
      if (!isGiver(target) || !project.holdsForOverrides(target, isGiver)) continue;
      const { qualifiedName, place } = target.function;
      const isOnlyAnswer = givers.get(targetKey(target) ?? '') === true && !fact.isTried;
      if (!isOnlyAnswer && (!fact.hasSiblings || fact.isTried)) continue;
      const name = qualifiedName.slice(target.module.module.length + 1);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.local}\` is computed by \`${name}\` and never used`,
        ...(!isOnlyAnswer && { doubt: 'opaque-callee' }),
        related: [
          { path: target.module.path, ...place, message: isOnlyAnswer ? 'it does nothing but answer' : 'defined here' },
        ],
        cause: `${path} ${fact.within} ${qualifiedName}`,
        key: `${fact.within} ${fact.local} ${name}`,
      });
    }
  },
});

function reportComputed(ctx: Pick<ProjectContext<Fact>, 'facts' | 'report'>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'computed')) {
    const { what, of, goesOn, doubt } = fact;
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message:
        goesOn === undefined
          ? `\`${what}\` is computed and never used, so \`${of}\` makes no difference`
          : `\`${what}\` is computed of \`${of}\` and never used`,
      related: goesOn === undefined ? [] : [{ path, ...unpackPlace(goesOn), message: `\`${of}\` goes on as it was` }],
      doubt,
      key: `${fact.within} ${what}`,
    });
  }
}

const computedIn = (file: FactsContext): Fact[] =>
  lostComputations(file).map(({ at, what, of, goesOn, doubt }) => ({
    kind: 'computed',
    what,
    of,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    ...(goesOn !== undefined && { goesOn: packPlace(file, goesOn) }),
    ...(doubt !== undefined && { doubt }),
  }));

function giversIn(file: FactsContext): Fact[] {
  return defsOf(file.module)
    .filter((fn) => !isGenerator(fn) && gives(fn, file) && !writesFile(fn, file))
    .map((fn) => ({ kind: 'giver', fn: file.names.fullNameOf(fn), isEffectFree: isEffectFree(fn, file) }));
}

/** What writes its result to a file may be called for that, whatever it gives beside. */
const writesFile = (fn: Def, file: FactsContext): boolean =>
  callsWithin([fn]).some((call) => fileAccessOf(call, file)?.how === 'overwrite');

/** Something other than a constant: what says only that it is done is often dropped. */
const gives = (fn: Def, file: FactsContext): boolean =>
  file.flow.returnValues(fn).some((value) => value !== undefined && value.kind !== 'Constant');

function lostIn(file: FactsContext): Fact[] {
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
