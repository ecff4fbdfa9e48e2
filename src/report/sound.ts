import { describeQuestion } from '../audit/why/describe-question.ts';
import { groupBy } from '../collections/index.ts';
import type { RepositorySurvey, ScanReport, SoundRule } from '../engine/index.ts';
import type { RuleDescription } from '../findings/index.ts';
import { compareText } from '../text/index.ts';
import type { Sound } from './audit-report.ts';
import { placeOf } from './reported-findings.ts';

/** What was looked at and found sound: by rule, with the proof at one of the places. Nothing that rests on a guess. */
export function foundSound(
  { sound }: RepositorySurvey,
  rules: ReadonlyMap<string, RuleDescription>,
  { findings, suppressed, unshown }: Pick<ScanReport, 'findings' | 'suppressed' | 'unshown'>,
): Sound[] {
  const others = groupBy([...findings, ...suppressed.map(({ finding }) => finding), ...unshown], ({ rule }) => rule);
  return [...sound]
    .flatMap(([rule, silenced]) => {
      const known = rules.get(rule);
      const example = exampleOf(silenced);
      if (known === undefined || example === undefined) return [];
      const { category, docs } = known;
      return {
        rule,
        category,
        summary: docs.summary,
        places: silenced.proofs + silenced.answers,
        notProven: others.get(rule)?.length ?? 0,
        ...example,
      };
    })
    .sort((a, b) => b.places - a.places || compareText(a.rule, b.rule));
}

const VERDICT = { yes: 'the project shows that', no: 'the project shows that it is false that', unknown: '' } as const;

function exampleOf({ firstProof, firstAnswer }: SoundRule): Pick<Sound, 'example' | 'by'> | undefined {
  if (firstProof !== undefined) return { example: placeOf(firstProof.at), by: firstProof.by };
  if (firstAnswer === undefined) return undefined;
  const { at, question, verdict } = firstAnswer;
  return { example: placeOf(at), by: `${VERDICT[verdict]} ${describeQuestion(question)}` };
}
