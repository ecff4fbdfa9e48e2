import { codeSpan, inlineMarkdown } from '../../reporters/markdown/inline-markdown.ts';
import type { ReplayDocument, ReportedClaim, ReportedVerdict } from './replay-document.ts';
import { countText, placeText, summary, wordsOf } from './verdict-words.ts';

/** GitHub's Markdown: a table of all claims, the worst first, with all places of each. */
export function replayMarkdown(replay: ReplayDocument): string {
  const { document, commit, claims, unread } = replay;
  const at = commit === undefined ? '' : ` at ${codeSpan(commit.slice(0, 12))}`;
  const lines = [
    `# Replay of ${inlineMarkdown(document.title === '' ? document.path : document.title)}`,
    '',
    `${codeSpan(document.path)} against ${codeSpan(replay.root)}${at}: ${countText(claims.length)}, ${summary(replay)}.`,
    '',
    '| Severity | Claim | Verdict | Where | Why |',
    '|---|---|---|---|---|',
    ...claims.map(row),
    ...section(
      'Not read as claims',
      unread.map(({ line, text, why }) => `line ${line}: ${text} (${why})`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function row({ id, title, severity, verdict, places, seeAlso }: ReportedClaim): string {
  const cells = [
    severity ?? '',
    `${codeSpan(id)} ${inlineMarkdown(title === id ? '' : title)}`.trim(),
    wordsOf(verdict.kind),
    verdict.place === undefined ? '' : codeSpan(placeText(verdict.place)),
    [
      `${inlineMarkdown(verdict.because)}.`,
      ...places.map((place) => `${codeSpan(place.stated)} ${describeVerdict(place)}.`),
      ...seeAlso.map(({ rule, path, line }) => `See also ${codeSpan(rule)} at ${codeSpan(`${path}:${line}`)}.`),
    ].join('<br>'),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\\\\|', '\\|')).join(' | ')} |`;
}

const describeVerdict = ({ kind, place }: ReportedVerdict): string =>
  `${wordsOf(kind)}${place === undefined ? '' : ` at ${codeSpan(placeText(place))}`}`;

function section(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : ['', `## ${title}`, '', ...entries.map((entry) => `- ${inlineMarkdown(entry)}`)];
}
