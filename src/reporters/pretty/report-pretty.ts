import { groupBy } from '../../collections/index.ts';
import { type Finding, SEVERITIES, worstFirst } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import { counted } from '../../text/wording.ts';
import type { Grouping } from '../formats.ts';
import type { Report } from '../report.ts';
import { shellWord } from '../shell-word.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';
import { summaryLines } from './closing-lines.ts';
import { ruleLines } from './finding-lines.ts';
import { FullText } from './full-text.ts';
import { noticeLines } from './notice-lines.ts';
import { placeInFile } from './place-text.ts';
import { asFitting, headed, heightOf, lineEach, linesByFile, linesByRule, ofSeverity } from './short-lines.ts';

export interface PrettyOptions {
  /** `short`: P0 and P1 in full, P2 in a line each, P3 in a line for each rule; `none` leaves the summary alone. */
  readonly findings?: 'short' | 'full' | 'none';
  readonly groupBy?: Grouping;
  /** How long it took, where it is reported. */
  readonly seconds?: number;
}

/** The report for a person, one line at a time: a closed pipe ends the work. */
export function* formatPretty(report: Report, options: PrettyOptions = {}): Generator<StyledLine> {
  const { findings = 'short', groupBy: grouping = 'cause', seconds } = options;
  if (findings === 'none') {
    yield* summaryLines(report);
    return;
  }
  yield headerLine(report, seconds);
  yield BLANK_LINE;
  const notices = noticeLines(report.notices);
  const text = new FullText(report, findings === 'full');
  if (findings === 'full') yield* FULL[grouping](report.findings, text);
  else yield* SHORT[grouping](report.findings, text, roomFor(report) - notices.length);
  yield* notices;
  yield* summaryLines(report, text.hiddenSeverities(report.findings));
}

/** Findings in full and nothing else. */
export function formatFindings(report: Report, groupBy: Grouping): Generator<StyledLine> {
  return FULL[groupBy](report.findings, new FullText(report, true));
}

function headerLine({ statistics: { scanned, lines } }: Report, seconds: number | undefined): StyledLine {
  const time = seconds === undefined ? '' : ` in ${seconds.toFixed(1)} s`;
  return [styled('faint', `Read ${counted(scanned, 'file')}, ${counted(lines, 'line')} of Python${time}`)];
}

/** Lines of a terminal that findings may take: more for a large repository, and never more than someone scrolls through. */
function roomFor({ statistics: { lines } }: Report): number {
  return Math.min(200, 60 + Math.max(0, Math.floor((lines - 15_000) / 1000))) - OTHER_LINES;
}

/** The header and the summary. */
const OTHER_LINES = 5;

type Layout = (findings: readonly Finding[], text: FullText, room: number) => Generator<StyledLine>;

const SHORT: Readonly<Record<Grouping, Layout>> = {
  cause: function* (findings, text, room) {
    const [grave, some, minor] = byWeight(worstFirst(findings));
    const [fileLines, minorLines] = [linesByFile(ofSeverity(findings, 'P2')), linesByRule(minor)];
    const lower = heightOf(fileLines) + heightOf(minorLines);
    const used = yield* withLineCount(graveLines(grave, text, Math.max(room / 2, room - lower)));
    const left = Math.max(MIN_ROOM, room - used);
    yield* headed(some, fileLines, Math.max(left / 2, left - heightOf(minorLines)));
    yield* headed(minor, minorLines, Math.max(left / 2, left - heightOf(fileLines)));
  },
  // Anyone who asks for an order wants all of it.
  file: function* (findings, text) {
    for (const [path, group] of groupBy(findings, ({ location }) => location.path)) {
      const [grave, some, minor] = byWeight(group);
      yield [styled('path', shellWord(path))];
      yield BLANK_LINE;
      yield* text.each(grave);
      yield* apart(
        asFitting([...lineEach(some, placeInFile), ...linesByRule(minor, placeInFile)], Number.POSITIVE_INFINITY),
      );
    }
  },
  rule: function* (findings, text) {
    for (const [rule, group] of byRule(findings)) {
      const [grave, some, minor] = byWeight(group);
      yield* ruleHead(rule, text);
      yield* text.each(grave);
      yield* apart(asFitting([...lineEach(some), ...linesByRule(minor)], Number.POSITIVE_INFINITY));
    }
  },
};

/** However many are worse, that some are less so is seen. */
const MIN_ROOM = 12;

const FULL: Readonly<Record<Grouping, (findings: readonly Finding[], text: FullText) => Generator<StyledLine>>> = {
  cause: (findings, text) => text.each(worstFirst(findings)),
  file: function* (findings, text) {
    for (const [path, group] of groupBy(findings, ({ location }) => location.path)) {
      yield [styled('path', shellWord(path))];
      yield BLANK_LINE;
      yield* text.each(group);
    }
  },
  rule: function* (findings, text) {
    for (const [rule, group] of byRule(findings)) {
      yield* ruleHead(rule, text);
      yield* text.each(group);
    }
  },
};

/** The worst in full, and a line for each of the others where there is no room for all. */
function* graveLines(findings: readonly Finding[], text: FullText, room: number): Generator<StyledLine> {
  let used = 0;
  let shown = 0;
  for (const finding of findings) {
    const others = findings.length - shown - 1;
    const lines = text.of(finding, used === 0 ? undefined : room - used - Math.min(others + 1, room / 3));
    if (lines === undefined) break;
    yield* lines;
    used += lines.length;
    shown++;
  }
  yield* apart(asFitting(lineEach(findings.slice(shown)), Math.max(MIN_ROOM, room - used - 1)));
}

/** Lines with a blank one behind them, if there are any. */
function* apart(lines: Iterable<StyledLine>): Generator<StyledLine> {
  const used = yield* withLineCount(lines);
  if (used > 0) yield BLANK_LINE;
}

function* withLineCount(lines: Iterable<StyledLine>): Generator<StyledLine, number> {
  let used = 0;
  for (const line of lines) {
    yield line;
    used++;
  }
  return used;
}

const byWeight = (findings: readonly Finding[]): [Finding[], Finding[], Finding[]] => [
  ofSeverity(findings, 'P0', 'P1'),
  ofSeverity(findings, 'P2'),
  ofSeverity(findings, 'P3'),
];

function* ruleHead(rule: string, text: FullText): Generator<StyledLine> {
  const about = text.described.get(rule);
  yield [styled('strong', rule), plain(about === undefined ? '' : `  ${about.docs.summary}`)];
  if (about !== undefined) yield* [...ruleLines(about), [styled('faint', '   remedy  '), plain(about.docs.remedy)]];
  text.markShown(rule);
  yield BLANK_LINE;
}

/** The rule with the worst finding first. */
function byRule(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = [...groupBy(worstFirst(findings), ({ rule }) => rule)];
  return groups.sort((a, b) => worstOf(a[1]) - worstOf(b[1]) || compareText(a[0], b[0]));
}

const worstOf = (findings: readonly Finding[]): number =>
  Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
