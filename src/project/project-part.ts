import type { ModuleSummary, SummaryPart, SummaryTexts } from '../semantics/index.ts';

/**
 * What few rules ask of a project and takes time to gather: files that are not Python (those aside that declare what it
 * requires and offers), and parts of summaries. A rule names what it needs; the rest is gathered only if another one does.
 */
export type ProjectPart = 'artifacts' | SummaryPart;

export const PROJECT_PARTS: ReadonlySet<ProjectPart> = new Set(['artifacts', 'queues', 'shapes', 'texts']);

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
