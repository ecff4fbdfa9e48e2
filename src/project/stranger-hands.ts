/** Which parameters of the project's functions are filled with what strangers send. */
import { memoize } from '../collections/index.ts';
import type { RelatedLocation, Standing } from '../findings/index.ts';
import type { CarriedAs, ModuleSummary, SummaryStrangerHand } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { verdictThrough } from './carried.ts';
import { implementationsOf } from './implementations.ts';
import { isProduction } from './production.ts';
import type { Target } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';

interface Hand extends SummaryStrangerHand {
  readonly from: ModuleSummary;
  /** How it came to the function that hands it on. */
  readonly before?: readonly RelatedLocation[];
}

type Given = QuestionOf<'given-by-stranger'>;

/** How many functions may hand it on, one to the next. */
const HANDED_ON = 3;

/** The places that hand it over; unknown where each rests on a guess. */
export const strangerGiving = (question: Given, project: Project): Answer => givenTo(question, project, HANDED_ON);

function givenTo(question: Given, project: Project, depth: number): Answer {
  const { function: name, parameter, position, part, asPath, asHost, asKeys } = question;
  const known = answersOf(project);
  const key = `${depth} ${JSON.stringify([name, position < 0 ? parameter : position, part, asPath, asHost, asKeys])}`;
  const answer = known.get(key) ?? answerOn(question, project, depth);
  known.set(key, answer);
  return answer;
}

const answersOf = memoize((_: Project) => new Map<string, Answer>());

function answerOn(question: Given, project: Project, depth: number): Answer {
  const { function: name, parameter, position, part, asPath, asHost, asKeys } = question;
  const hands = (handsOf(project).get(name) ?? [])
    .flatMap((hand) => withField(hand, part, project))
    .flatMap((hand) => withResult(hand, asPath !== undefined ? 'path' : asHost === true ? 'host' : 'text', project))
    .filter(
      (hand) =>
        (hand.isOfHandler !== true ||
          project.answer({ kind: 'serves-bot', module: hand.from.module }).verdict === 'yes') &&
        (typeof hand.parameter === 'number' ? hand.parameter === position : hand.parameter === parameter) &&
        (asPath === undefined || hand.asPath !== 'harmless') &&
        (asHost !== true || hand.isPastHost !== true) &&
        (asKeys !== true || hand.hasOwnKeys !== true),
    )
    .flatMap((hand) => handedOn(hand, question, project, depth));
  const sure = hands.filter(
    ({ isDoubtful, isSegment, isBehind, isAskedForKeys, asPath: path, from, place }) =>
      isDoubtful !== true &&
      // A stranger comes to what runs: not to a backup beside it, and not to a route that nothing mounts.
      isReached(project.standingAt(from.path, place.line)) &&
      (asKeys !== true || isAskedForKeys !== true) &&
      (asPath === undefined || (isSegment !== true && path !== 'doubtful')) &&
      (asPath !== 'alone' || isBehind === true),
  );
  const [evidence] = sure.length > 0 ? sure : hands;
  if (evidence === undefined) return { verdict: 'no', evidence: [] };
  return { verdict: sure.length > 0 ? 'yes' : 'unknown', evidence: [...(evidence.before ?? []), placed(evidence)] };
}

const isReached = ({ reach }: Standing): boolean => reach !== 'loose' && reach !== 'aside';

/** What a function hands on of what it is given: a stranger's where somebody gives it one's. */
function handedOn(hand: Hand, question: Given, project: Project, depth: number): Hand | [] {
  if (hand.of === undefined) return hand;
  if (depth === 0) return [];
  const { function: name, name: parameter, position } = hand.of;
  const asPath = question.asPath !== undefined && hand.isBehind === true ? 'joined' : question.asPath;
  const part = hand.part ?? question.part;
  const before = givenTo(
    {
      ...question,
      function: name,
      parameter,
      position,
      ...(asPath !== undefined && { asPath }),
      ...(part !== undefined && { part }),
    },
    project,
    depth - 1,
  );
  if (before.verdict === 'no') return [];
  // What is asked of the path as a whole is asked of what comes first.
  return {
    ...hand,
    isBehind: true,
    before: before.evidence,
    ...(before.verdict === 'unknown' && { isDoubtful: true as const }),
  };
}

/** Without doubt where the class of the body lets the field through as it is; none where it checks it. */
function withField(hand: Hand, part: string | undefined, project: Project): Hand | [] {
  if (hand.field === undefined) return hand;
  const { class: owner, name: field = part } = hand.field;
  const { verdict } = project.answer({ kind: 'field-checked', class: owner, ...(field !== undefined && { field }) });
  if (verdict === 'yes') return [];
  const { isDoubtful: _, field: __, ...sure } = hand;
  return verdict === 'no' ? sure : hand;
}

/** Without doubt where the functions that it goes through give it on; none where one of them does not. */
function withResult(hand: Hand, as: CarriedAs, project: Project): Hand | [] {
  if (hand.through === undefined) return hand;
  const verdict = verdictThrough(hand.through, hand.from.path, as, project);
  if (verdict === 'no') return [];
  const { isDoubtful: _, ...sure } = hand;
  return verdict === 'yes' && hand.field === undefined ? sure : { ...hand, isDoubtful: true };
}

function placed({ from, place }: Hand): RelatedLocation {
  return { path: from.path, ...place, message: 'untrusted input is passed on here' };
}

/** Where a record is made with, or stored with, what a stranger sent in a field of this name. */
export const strangerStoring = (field: string, project: Project): RelatedLocation | undefined => {
  const hand = storesOf(project).get(field);
  return hand === undefined
    ? undefined
    : { path: hand.from.path, ...hand.place, message: 'untrusted input is stored here' };
};

const storesOf = memoize((project: Project): ReadonlyMap<string | number, Hand> => {
  const found = new Map<string | number, Hand>();
  for (const from of project.modules.filter(isProduction))
    for (const hand of from.strangerHands ?? [])
      if (STORING.test(hand.path) && hand.of === undefined && hand.isPastHost !== true && !found.has(hand.parameter))
        found.set(hand.parameter, { ...hand, from });
  return found;
});

/** A class, or a method of a mapper that makes or changes a row. */
const STORING = /(?:^|\.)(?:[A-Z]\w*|a?(?:create|update|update_or_create|get_or_create|insert|values))$/;

/** By the full name of the function that is called. */
const handsOf = memoize((project: Project): ReadonlyMap<string, readonly Hand[]> => {
  const found = new Map<string, Hand[]>();
  for (const from of project.modules) {
    for (const hand of from.strangerHands ?? []) {
      for (const { name, isDoubtful } of calledBy(project.follow(hand.path, from), project)) {
        const { field: _, ...others } = hand;
        const each = { ...(isDoubtful ? { ...others, isDoubtful } : hand), from };
        const hands = found.get(name);
        if (hands === undefined) found.set(name, [each]);
        else hands.push(each);
      }
    }
  }
  return found;
});

interface Called {
  readonly name: string;
  readonly isDoubtful?: true;
}

/** What runs when the target is called: of a method also what the classes below have in its place. */
export function calledBy(target: Target, project: Project): readonly Called[] {
  if (target.kind === 'class') return [{ name: `${target.class.qualifiedName}.__init__` }];
  if (target.kind !== 'function') return [];
  const { owner, isBound, function: fn } = target;
  const others = owner === undefined || !isBound ? [] : implementationsOf(fn, owner, project);
  return [
    { name: fn.qualifiedName },
    ...others.map(({ function: { qualifiedName }, isDoubtful }) => ({
      name: qualifiedName,
      ...(isDoubtful && { isDoubtful }),
    })),
  ];
}
