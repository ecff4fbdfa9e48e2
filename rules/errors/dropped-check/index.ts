import {
  defineProjectRule,
  factsOfKind,
  functionKey,
  NOT_PRODUCTION,
  type ProjectContext,
  packPlace,
  targetKey,
  unpackPlace,
} from '#kit';
import { idleChecks, yesOrNoChecks } from '#kit/checks';
import type { ProjectModel, Target } from '#project';
import { pairsGiven } from './dropped-answers.ts';
import {
  answerOf,
  DROPPED,
  droppedIn,
  FAILS,
  type Fact,
  IGNORED,
  lastOf,
  targetOf,
  unraisedIn,
  vacuousIn,
} from './facts.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'check whose result is ignored',
    why: 'A check rejects nothing if its result is ignored or its exception is never raised. Whatever it should block gets through.',
    remedy: 'Check the result and abort if it is false, or let the function raise',
    harm: 'grants-access',
    severity: {
      'ignored result of a library check': 'P1',
      'ignored result': 'P2',
      'exception never raised': 'P1',
      'check that decides nothing': 'P2',
      '`all()` of an empty list': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def is_allowed(user, action):\n    return action in user.roles\n\ndef delete(user, order, store):\n    is_allowed(user, "delete")\n    store.remove(order)\n',
    good: 'def is_allowed(user, action):\n    return action in user.roles\n\ndef delete(user, order, store):\n    if not is_allowed(user, "delete"):\n        raise PermissionError("delete")\n    store.remove(order)\n',
  },
  // A cell of a notebook shows the answer that is last in it.
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...yesOrNoChecks(file).map((check) => ({ kind: 'check' as const, ...check })),
    ...droppedIn(file),
    ...pairsGiven(file).map((fn) => ({ kind: 'pair' as const, fn })),
    ...unraisedIn(file),
    ...vacuousIn(file),
    ...idleChecks(file).map(({ at, ...rest }) => ({
      kind: 'idle' as const,
      ...rest,
      place: packPlace(file, at),
      within: file.names.qualnameOf(at),
    })),
  ],
  check(project, ctx) {
    reportDropped(project, ctx);
    reportPairs(project, ctx);
    reportRefusals(ctx);
    reportVacuous(ctx);
    for (const { path, fact } of factsOfKind(ctx.facts, 'idle'))
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: fact.said,
        remedy: fact.remedy,
        kind: 'check that decides nothing',
        doubt: fact.doubt,
        key: `${fact.within} idle check`,
      });
  },
});

/** `if not limits.allows(order):`, of what always gives two. */
function reportPairs(project: ProjectModel, ctx: ProjectContext<Fact>): void {
  const pairs = new Set(factsOfKind(ctx.facts, 'pair').map(({ path, fact }) => functionKey(path, fact.fn)));
  const isPair = (other: Target): boolean => pairs.has(targetKey(other) ?? '');
  for (const { path, fact } of factsOfKind(ctx.facts, 'dropped')) {
    const target = fact.isTested && targetOf(fact.path, path, project);
    if (!target || !isPair(target) || !project.holdsForOverrides(target, isPair)) continue;
    const name = lastOf(fact.path ?? '');
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${name}\` returns a tuple, which is always true`,
      ...({ harm: 'misleads', remedy: 'Unpack the tuple, and test the element that holds the result' } as const),
      kind: 'check that decides nothing',
      key: `${fact.within} \`${name}\` gives a pair, which is true whatever it says`,
    });
  }
}

/** Answers that nobody looks at. */
function reportDropped(project: ProjectModel, ctx: ProjectContext<Fact>): void {
  const checks = new Map(factsOfKind(ctx.facts, 'check').map(({ path, fact }) => [functionKey(path, fact.fn), fact]));
  for (const { path, fact } of factsOfKind(ctx.facts, 'dropped')) {
    const target = targetOf(fact.path, path, project);
    const at = { path, ...unpackPlace(fact.place) };
    const isOne = (other: Target): boolean => checks.has(targetKey(other) ?? '');
    const isCheck = target !== undefined && isOne(target) && project.holdsForOverrides(target, isOne);
    if (fact.isTested || (fact.known === undefined && !isCheck)) continue;
    const { doesMore, isReport, showsFailure } = checks.get((isCheck && targetKey(target)) || '') ?? {};
    const name = fact.known ?? (target?.kind === 'function' ? lastOf(target.function.qualifiedName) : '');
    const says =
      showsFailure || isReport ? (showsFailure ? FAILS : 'returns the problems it finds') : answerOf(fact, doesMore);
    ctx.report({
      at,
      cause: target === undefined ? `${path} ${name}` : `${targetKey(target)} dropped`,
      message: `\`${name}\` ${says}, but ${fact.isLogged ? 'a negative result is only logged' : DROPPED}${fact.writes ? ': the caller reports success anyway' : ''}`,
      doubt: fact.isLogged ? 'advisory-check' : undefined,
      ...((fact.writes || fact.known === undefined) && { harm: 'misleads', kind: IGNORED }),
      related:
        target?.kind === 'function' && isCheck
          ? [
              {
                path: target.module.path,
                ...target.function.place,
                message: doesMore ? 'the result is returned here' : 'it has no other effect',
              },
            ]
          : [],
      key: `${fact.within} ${name}`,
    });
  }
}

/** What is made to be raised, and is not. */
function reportRefusals(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'unraised')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${fact.written}\` is created but never raised, so nothing is refused`,
      remedy: 'Add `raise` in front of it',
      kind: 'exception never raised',
      ...(fact.mayRaiseItself === true && { doubt: 'opaque-callee' }),
      related:
        fact.raised === undefined
          ? []
          : [{ path, ...unpackPlace(fact.raised), message: 'the same exception is raised here' }],
      key: `${fact.within} ${fact.written} unraised`,
    });
  }
}

function reportVacuous(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'vacuous')) {
    const when = fact.isFilled ? 'is filled only in a loop or a branch' : 'is always empty';
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`all\` is true when no check has run: \`${fact.local}\` ${when}`,
      remedy: 'Return false, or raise, when there is nothing to check',
      harm: 'misleads',
      kind: '`all()` of an empty list',
      ...(fact.isFilled && { doubt: 'infeasible-path' }),
      key: `${fact.within} ${fact.local} all`,
    });
  }
}
