import { headerSpan } from '#ast';
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
import { type IdleCheck, idleChecks, type YesOrNoCheck, yesOrNoChecks } from '#kit/errors';
import type { ProjectModel, Target } from '#project';
import { type DroppedAnswer, droppedAnswers, pairsGiven } from './dropped-answers.ts';
import { uncheckedCommands } from './unchecked-command.ts';
import { exceptionsUnraised } from './unraised.ts';
import { vacuousChecks } from './vacuous-checks.ts';

interface Placed {
  readonly place: PackedPlace;
  readonly within: string;
}

type Fact =
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
  /** A command whose failure the handler behind it never sees. */
  | ({ readonly kind: 'unchecked'; readonly handler: PackedPlace } & Placed)
  /** `all(…)` of what nothing, or perhaps nothing, has been put into. */
  | ({ readonly kind: 'vacuous'; readonly local: string; readonly isFilled: boolean } & Placed);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'check whose answer or refusal is dropped',
    why: 'Where the answer of a check is not looked at, its exception made and not raised, or the failure of a command not told, what it refuses passes.',
    remedy: 'Test the answer and refuse where it is no, or let the check raise.',
    harm: 'admits',
    severity: {
      'dropped answer of a library check': 'P1',
      'dropped answer or exit code': 'P2',
      'exception that is never raised': 'P1',
      'check that decides nothing': 'P2',
      '`all()` of nothing': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def is_allowed(user, action):\n    return action in user.roles\n\ndef delete(user, order, store):\n    is_allowed(user, "delete")\n    store.remove(order)\n',
    good: 'def is_allowed(user, action):\n    return action in user.roles\n\ndef delete(user, order, store):\n    if not is_allowed(user, "delete"):\n        raise PermissionError("delete")\n    store.remove(order)\n',
  },
  // A cell of a notebook shows the answer that stands last in it.
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...yesOrNoChecks(file).map((check) => ({ kind: 'check' as const, ...check })),
    ...droppedIn(file),
    ...pairsGiven(file).map((fn) => ({ kind: 'pair' as const, fn })),
    ...unraisedIn(file),
    ...uncheckedIn(file),
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
        key: `${fact.within} ${fact.said}`,
      });
  },
});

const ANSWER_OR_CODE = 'dropped answer or exit code';
const FAILS = 'answers no where it has failed';
const DROPPED = 'the answer is dropped';

const answerOf = ({ writes }: Pick<DroppedAnswer, 'writes'>, doesMore: true | undefined): string =>
  writes ? 'answers no where it could not write' : doesMore ? 'answers yes or no' : 'only answers yes or no';

/** `if not limits.allows(order):`, of what always gives two. */
function reportPairs(project: ProjectModel, ctx: ProjectContext<Fact>): void {
  const pairs = new Set(factsOfKind(ctx.facts, 'pair').map(({ path, fact }) => functionKey(path, fact.fn)));
  const isPair = (other: Target): boolean => pairs.has(targetKey(other) ?? '');
  for (const { path, fact } of factsOfKind(ctx.facts, 'dropped')) {
    const target = fact.isTested && targetOf(fact.path, path, project);
    if (!target || !isPair(target) || !project.holdsForOverrides(target, isPair)) continue;
    const message = `\`${lastOf(fact.path ?? '')}\` gives a pair, which is true whatever it says`;
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message,
      harm: 'lies',
      kind: 'check that decides nothing',
      key: `${fact.within} ${message}`,
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
    const { doesMore, isReport, tellsFailure } = checks.get((isCheck && targetKey(target)) || '') ?? {};
    const name = fact.known ?? (target?.kind === 'function' ? lastOf(target.function.qualifiedName) : '');
    const says = tellsFailure || isReport ? (tellsFailure ? FAILS : 'says what is wrong') : answerOf(fact, doesMore);
    ctx.report({
      at,
      cause: target === undefined ? `${path} ${name}` : `${targetKey(target)} dropped`,
      message: `\`${name}\` ${says}, and ${fact.isLogged ? 'a no is only logged' : DROPPED}${fact.writes ? ': the function says yes all the same' : ''}`,
      doubt: fact.isLogged ? 'advisory-check' : undefined,
      ...((fact.writes || fact.known === undefined) && { harm: 'lies', kind: ANSWER_OR_CODE }),
      related:
        target?.kind === 'function' && isCheck
          ? [
              {
                path: target.module.path,
                ...target.function.place,
                message: doesMore ? 'it answers here' : 'it does nothing else',
              },
            ]
          : [],
      key: `${fact.within} ${name}`,
    });
  }
}

function targetOf(way: string | undefined, path: string, project: ProjectModel): Target | undefined {
  const from = project.moduleByPath(path);
  return way === undefined || from === undefined ? undefined : project.follow(way, from);
}

/** What is not raised, and what waits for a failure that is not raised. */
function reportRefusals(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'unraised')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${fact.written}\` makes an exception that nobody raises, so what it refuses goes on`,
      remedy: 'Write `raise` in front of it.',
      kind: 'exception that is never raised',
      ...(fact.mayRaiseItself === true && { doubt: 'opaque-callee' }),
      related:
        fact.raised === undefined ? [] : [{ path, ...unpackPlace(fact.raised), message: 'here the same is raised' }],
      key: `${fact.within} ${fact.written} unraised`,
    });
  }
  for (const { path, fact } of factsOfKind(ctx.facts, 'unchecked')) {
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: 'a command that fails raises nothing here, and nobody looks at its exit code',
      remedy: 'Pass `check=True`, or test `returncode`.',
      harm: 'lies',
      kind: ANSWER_OR_CODE,
      related: [{ path, ...unpackPlace(fact.handler), message: 'this handler waits for what is never raised' }],
      key: `${fact.within} unchecked command`,
    });
  }
}

function reportVacuous(ctx: ProjectContext<Fact>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'vacuous')) {
    const when = fact.isFilled ? 'is filled only in a loop or a branch' : 'is always empty';
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`all\` says yes where no check has run: \`${fact.local}\` ${when}`,
      remedy: 'Say no, or raise, where there is nothing to check.',
      harm: 'lies',
      kind: '`all()` of nothing',
      ...(fact.isFilled && { doubt: 'infeasible-path' }),
      key: `${fact.within} ${fact.local} all`,
    });
  }
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const droppedIn = (file: FactsContext): Fact[] =>
  droppedAnswers(file).map(({ call, ...rest }) => ({
    kind: 'dropped',
    place: packPlace(file, call),
    within: file.names.qualnameOf(call),
    ...rest,
  }));

function unraisedIn(file: FactsContext): Fact[] {
  return exceptionsUnraised(file).map(({ at, written, raised, mayRaiseItself }) => ({
    kind: 'unraised',
    written,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    ...(raised !== undefined && { raised: packPlace(file, raised) }),
    ...(mayRaiseItself && { mayRaiseItself }),
  }));
}

function uncheckedIn(file: FactsContext): Fact[] {
  return uncheckedCommands(file).map(({ command, handler }) => ({
    kind: 'unchecked',
    place: packPlace(file, command),
    within: file.names.qualnameOf(command),
    handler: packPlace(file, headerSpan(handler, file.text)),
  }));
}

function vacuousIn(file: FactsContext): Fact[] {
  return vacuousChecks(file).map(({ at, local, isFilled }) => ({
    kind: 'vacuous',
    local,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    isFilled,
  }));
}
