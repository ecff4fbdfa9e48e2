/** Which parameters of the project's functions are filled with what strangers send. */
import { memoize } from '../collections/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryStrangerHand } from '../semantics/index.ts';
import type { Project } from './build.ts';
import type { Answer, QuestionOf } from './question.ts';

interface Hand extends SummaryStrangerHand {
  readonly from: ModuleSummary;
}

/** The places that hand it over; unknown where each rests on a guess. */
export function strangerGiving(
  { function: name, parameter, position, asPath, asHost }: QuestionOf<'given-by-stranger'>,
  project: Project,
): Answer {
  const hands = (handsOf(project).get(name) ?? []).filter(
    (hand) =>
      (hand.isOfHandler !== true ||
        project.answer({ kind: 'serves-bot', module: hand.from.module }).verdict === 'yes') &&
      (typeof hand.parameter === 'number' ? hand.parameter === position : hand.parameter === parameter) &&
      (asPath === undefined || hand.asPath !== 'harmless') &&
      (asHost !== true || hand.isPastHost !== true),
  );
  const sure = hands.filter(
    ({ isDoubtful, isSegment, isBehind, asPath: path }) =>
      isDoubtful !== true &&
      (asPath === undefined || (isSegment !== true && path !== 'doubtful')) &&
      (asPath !== 'alone' || isBehind === true),
  );
  const [evidence] = sure.length > 0 ? sure : hands;
  if (evidence === undefined) return { verdict: 'no', evidence: [] };
  return { verdict: sure.length > 0 ? 'yes' : 'unknown', evidence: [placed(evidence)] };
}

function placed({ from, place }: Hand): RelatedLocation {
  return { path: from.path, ...place, message: 'what a stranger sends is handed over here' };
}

/** By the full name of the function that is called. */
const handsOf = memoize((project: Project): ReadonlyMap<string, readonly Hand[]> => {
  const found = new Map<string, Hand[]>();
  for (const from of project.modules) {
    for (const hand of from.strangerHands ?? []) {
      const target = project.follow(hand.path, from);
      const name =
        target.kind === 'function'
          ? target.function.qualifiedName
          : target.kind === 'class'
            ? `${target.class.qualifiedName}.__init__`
            : undefined;
      if (name === undefined) continue;
      const hands = found.get(name);
      if (hands === undefined) found.set(name, [{ ...hand, from }]);
      else hands.push({ ...hand, from });
    }
  }
  return found;
});
