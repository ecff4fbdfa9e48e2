import { codeSpan, inlineMarkdown } from '../../reporters/markdown/inline-markdown.ts';
import type { ReplayDocument, ToldClaim } from './replay-document.ts';
import { placeOf, summary, totalText, VERDICT_WORDS } from './verdict-words.ts';

/** GitHub's Markdown: a table of all claims, then what was found of each. */
export function replayMarkdown(replay: ReplayDocument): string {
  const { document, commit, claims, totals, unread, complete } = replay;
  const at = commit === undefined ? '' : ` at ${codeSpan(commit.slice(0, 12))}`;
  const lines = [
    `# Replay of ${inlineMarkdown(document.title === '' ? document.path : document.title)}`,
    '',
    `${codeSpan(document.path)} against ${codeSpan(replay.root)}${at}: ${claims.length} claims, ${summary(replay)}.`,
    ...(complete ? [] : ['', '**The scan is not complete**, so that silence closes nothing.']),
    '',
    '| Claim | Verdict | Where | Why |',
    '|---|---|---|---|',
    ...claims.map(row),
    ...section('Totals that do not add up', totals.map(totalText)),
    ...section(
      'Not read as claims',
      unread.map(({ line, text, why }) => `line ${line}: ${text} (${why})`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function row(claim: ToldClaim): string {
  const { id, title, verdict } = claim;
  const place = placeOf(claim);
  const fixed = verdict.fixedIn === undefined ? '' : ` Went away in ${codeSpan(verdict.fixedIn.slice(0, 12))}.`;
  const cells = [
    `${codeSpan(id)} ${inlineMarkdown(title === id ? '' : title)}`.trim(),
    VERDICT_WORDS[verdict.kind],
    place === undefined ? '' : codeSpan(`${place.path}:${place.line}`),
    `${inlineMarkdown(verdict.because)}.${fixed}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\\\\|', '\\|')).join(' | ')} |`;
}

function section(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : ['', `## ${title}`, '', ...entries.map((entry) => `- ${inlineMarkdown(entry)}`)];
}
