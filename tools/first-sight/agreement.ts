import type { Answer } from './verdicts.ts';

/** How far two readers say the same. */
export interface Agreement {
  readonly pairs: number;
  /** Share of pairs that say exactly the same. */
  readonly exact: number;
  /** Cohen's κ: 1 is full agreement, 0 what chance gives; undefined where both only ever said one and the same word. */
  readonly kappa: number | undefined;
}

export function agreementOf(pairs: readonly (readonly [string, string])[]): Agreement {
  const count = pairs.length;
  if (count === 0) return { pairs: 0, exact: 0, kappa: undefined };
  const exact = pairs.filter(([a, b]) => a === b).length / count;
  const words = new Set(pairs.flat());
  const share = (word: string, reader: 0 | 1): number => pairs.filter((pair) => pair[reader] === word).length / count;
  const byChance = [...words].reduce((sum, word) => sum + share(word, 0) * share(word, 1), 0);
  return { pairs: count, exact, kappa: words.size === 1 ? undefined : (exact - byChance) / (1 - byChance) };
}

/** What is printed of findings that two read. */
export function agreementLine(pairs: readonly (readonly [Answer, Answer])[]): string {
  if (pairs.length === 0) return 'No finding was read by two reviewers.';
  const verdicts = agreementOf(pairs.map(([a, b]) => [a.verdict, b.verdict]));
  const severities = agreementOf(pairs.map(([a, b]) => [a.severityDue, b.severityDue]));
  const shown = (agreement: Agreement): string =>
    `${Math.round(100 * agreement.exact)} % the same, κ ${agreement.kappa?.toFixed(2) ?? '–'}`;
  return `Two reviewers read ${pairs.length} findings: verdict ${shown(verdicts)}; severity ${shown(severities)}.`;
}
