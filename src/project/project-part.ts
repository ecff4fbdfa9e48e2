import type { ModuleSummary, SummaryPart, SummaryTexts } from '../semantics/index.ts';
import type { Question } from './question.ts';

/**
 * What few rules ask of a project and takes time to gather: files that are not Python (those aside that declare what it
 * requires and offers), and parts of summaries. A rule names what it needs; the rest is gathered only if another one does.
 */
export type ProjectPart = 'artifacts' | SummaryPart;

/** Of those, what questions about findings rest on. */
const ASKED: Readonly<Partial<Record<ProjectPart, readonly Question['kind'][]>>> = {
  strangers: ['given-by-stranger', 'stored-by-stranger', 'carries'],
  askings: ['can-refuse', 'asks-who-comes', 'asked-of-strangers'],
  effects: ['blocks', 'reaches-outside', 'coroutine', 'first-on-loop'],
  values: [
    ...([
      'result-answered',
      'gives-back',
      'gives-result-of',
      'bounds',
      'holds-value',
      'knows-text',
      'laid-over',
    ] as const),
    ...(['signs-tokens', 'uses-secret-key', 'refuses-version-below', 'asks-file'] as const),
  ],
};

/** By kind of question, the part that it rests on. */
export const PART_OF: ReadonlyMap<Question['kind'], ProjectPart> = new Map(
  Object.entries(ASKED).flatMap(([part, kinds]) => kinds.map((kind) => [kind, part as ProjectPart] as const)),
);

export const PROJECT_PARTS: ReadonlySet<ProjectPart> = new Set([
  ...(['artifacts', 'queues', 'shapes', 'texts'] as const),
  ...PART_OF.values(),
]);

/** A question needs what no rule that runs has named: an error of the rule that asks. */
export class MissingPart extends Error {
  constructor(part: ProjectPart) {
    super(`the rule does not name \`${part}\` among its \`needs\``);
  }
}

/** What a module names in its texts. */
export function moduleTexts({ texts }: ModuleSummary): SummaryTexts {
  if (texts === undefined) throw new MissingPart('texts');
  return texts;
}
