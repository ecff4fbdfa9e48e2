import type { Finding, Notice, Severity } from '../../findings/index.ts';
import { confidenceReasons, worstFirst } from '../../findings/index.ts';
import { type FilePlaces, placesInCheckout } from '../file-places.ts';
import { morePlaces } from '../finding-text.ts';
import type { FormatOptions } from '../formats.ts';
import { pathToUri } from '../path-to-uri.ts';
import { closingText } from '../pretty/closing-lines.ts';
import type { Report } from '../report.ts';
import { sentence } from '../sentence.ts';
import { codeSpan, inlineMarkdown } from './inline-markdown.ts';

/** UTF-8 bytes. GitHub refuses a summary of more than 1 MiB as a whole; some room is left for what others append. */
const MAX_FINDING_BYTES = 845_000;
const MAX_NOTICE_BYTES = 50_000;

/**
 * A summary for people in GitHub Flavored Markdown, made for the summary of a job (`$GITHUB_STEP_SUMMARY`): the worst
 * first, and how many more there are when there is no room for all. Columns count from 1 in UTF-16.
 */
export function formatMarkdown(report: Report, { sourceUrl, onLeftOut }: FormatOptions = {}): string {
  const { findings, notices } = report;
  const items = fitting(findingLines(report, sourceUrl), MAX_FINDING_BYTES);
  const left = findings.length - items.filter(isItem).length;
  if (left > 0) onLeftOut?.(left);
  const lines = [
    `## ${findings.length === 0 ? 'auditlint: no findings' : 'auditlint'}`,
    '',
    inlineMarkdown(`${closingText(report)}.`),
    ...items,
    ...moreLines(left, 'finding'),
    ...listNotices(notices),
  ];
  return `${lines.join('\n')}\n`;
}

/** The first of the lines that have room in so many bytes. */
function fitting(lines: Iterable<string>, bytes: number): string[] {
  const kept: string[] = [];
  let room = bytes;
  for (const line of lines) {
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  return kept;
}

function isItem(line: string): boolean {
  return line.startsWith('- ');
}

function moreLines(left: number, noun: string): string[] {
  if (left === 0) return [];
  return ['', left === 1 ? `1 more ${noun} is omitted.` : `${left} more ${noun}s are omitted.`];
}

const HEADING: Readonly<Record<Severity, string>> = {
  P0: 'P0 critical',
  P1: 'P1 high',
  P2: 'P2 medium',
  P3: 'P3 low',
};

function* findingLines(report: Report, sourceUrl: string | undefined): Generator<string> {
  const places = placesInCheckout(report);
  const pages = new Map(report.rules.map(({ name, page }) => [name, page]));
  let heading: Severity | undefined;
  for (const finding of worstFirst(report.findings)) {
    if (finding.severity !== heading) {
      heading = finding.severity;
      yield* ['', `### ${HEADING[heading]}`, ''];
    }
    yield describeFinding(finding, places, sourceUrl, pages.get(finding.rule));
  }
}

function describeFinding(
  finding: Finding,
  places: FilePlaces,
  sourceUrl: string | undefined,
  page: string | undefined,
): string {
  const { rule, location, message, remedy } = finding;
  const { path, line, column, endLine } = places.of(location);
  const cell = location.cell === undefined ? '' : ` cell ${location.cell}`;
  const place = codeSpan(`${path}:${line}:${column}`);
  const lines = endLine > line ? `#L${line}-L${endLine}` : `#L${line}`;
  const linked = sourceUrl === undefined ? place : `[${place}](${sourceUrl}${escapeLink(path)}${lines})`;
  const more = morePlaces(finding, (each) => places.path(each));
  const facts = [[message, ...more, ...confidenceReasons(finding)].map(sentence).join(' '), sentence(remedy)].map(
    inlineMarkdown,
  );
  const name = page === undefined ? inlineMarkdown(rule) : `[${inlineMarkdown(rule)}](${escapeAddress(page)})`;
  return `- **${name}** ${linked}${cell}<br>${facts.join('<br>→ ')}`;
}

// A parenthesis would end the address of the link.
function escapeLink(path: string): string {
  return escapeAddress(pathToUri(path));
}

const escapeAddress = (address: string): string => address.replaceAll('(', '%28').replaceAll(')', '%29');

function listNotices(notices: readonly Notice[]): string[] {
  if (notices.length === 0) return [];
  const items = fitting(notices.map(describeNotice), MAX_NOTICE_BYTES);
  return ['', '### Notices', '', ...items, ...moreLines(notices.length - items.length, 'notice')];
}

function describeNotice({ path, line, message }: Notice): string {
  const place = path === undefined ? '' : `${codeSpan(line === undefined ? path : `${path}:${line}`)} `;
  return `- ${place}${inlineMarkdown(sentence(message))}`;
}
