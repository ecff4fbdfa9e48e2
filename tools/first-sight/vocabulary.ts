/** The words that a reader may give a finding. */
import { SEVERITIES } from '../../src/findings/index.ts';

export const VERDICTS = ['right', 'wrong', 'debatable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** `-` is given for a wrong finding, and only for that. */
export const NO_SEVERITY = '-';
export const DUE_SEVERITIES = [...SEVERITIES, NO_SEVERITY] as const;
export type DueSeverity = (typeof DUE_SEVERITIES)[number];

/** Whether the reader would be glad of the finding; the other words say why not. */
export const USES = ['glad', 'trivia', 'repeat', 'noise'] as const;
export type Use = (typeof USES)[number];

export function isOneOf<T extends string>(words: readonly T[], text: string): text is T {
  // The list is only asked whether it has the text.
  return (words as readonly string[]).includes(text);
}
