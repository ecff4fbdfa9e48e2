import { groupBy } from '../../collections/index.ts';
import { type Finding, type RuleDescription, SEVERITIES, worstFirst } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import type { Grouping } from '../formats.ts';
import type { Report } from '../report.ts';
import { shellWord } from '../shell-word.ts';
import { SourceLines } from '../source-lines.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../styled-text.ts';
import { closingLine } from './closing-lines.ts';
import { findingLines, ruleLines } from './finding-lines.ts';
import { noticeLines } from './notice-lines.ts';

export interface PrettyOptions {
  /** Findings only: no notices, no closing line. */
  readonly quiet?: boolean;
  readonly groupBy?: Grouping;
}

/** The report for a person, one line at a time: a closed pipe ends the work. */
export function* formatPretty(report: Report, options: PrettyOptions = {}): Generator<StyledLine> {
  const { quiet = false, groupBy: grouping = 'cause' } = options;
  const sources = new SourceLines(report.showsSource === false ? () => undefined : report.readSource, [
    ...report.findings,
    ...report.suppressed.map(({ finding }) => finding),
    ...(report.known ?? []),
  ]);
  yield* GROUPED[grouping](report, sources);
  if (quiet) return;
  yield* noticeLines(report.notices);
  yield closingLine(report);
}

type Described = ReadonlyMap<string, RuleDescription>;

const describedIn = (report: Report): Described => new Map(report.rules.map((rule) => [rule.name, rule]));

const GROUPED: Readonly<Record<Grouping, (report: Report, sources: SourceLines) => Generator<StyledLine>>> = {
  cause: function* (report, sources) {
    yield* tellEach(worstFirst(report.findings), describedIn(report), sources, toldOf());
  },
  file: function* (report, sources) {
    const told = toldOf();
    const described = describedIn(report);
    for (const [path, findings] of groupBy(report.findings, ({ location }) => location.path)) {
      yield [styled('path', shellWord(path))];
      yield BLANK_LINE;
      yield* tellEach(findings, described, sources, told);
    }
  },
  rule: function* (report, sources) {
    const described = describedIn(report);
    const groups = [...groupBy(worstFirst(report.findings), ({ rule }) => rule)];
    for (const [rule, findings] of groups.sort((a, b) => worstOf(a[1]) - worstOf(b[1]) || compareText(a[0], b[0]))) {
      const about = described.get(rule);
      yield [styled('strong', rule), plain(about === undefined ? '' : `  ${about.docs.summary}`)];
      if (about !== undefined) yield* [...ruleLines(about), [styled('faint', '   remedy  '), plain(about.docs.remedy)]];
      yield BLANK_LINE;
      yield* tellEach(findings, described, sources, toldOf(rule));
    }
  },
};

const worstOf = (findings: readonly Finding[]): number =>
  Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));

/** Rules of which it was said why they exist, and what they advise. */
interface Told {
  readonly why: Set<string>;
  readonly remedy: Set<string>;
}

const toldOf = (...rules: readonly string[]): Told => ({ why: new Set(rules), remedy: new Set(rules) });

/** What holds for a whole rule is told with its first finding, or the first that has no advice of its own. */
function* tellEach(
  findings: readonly Finding[],
  described: Described,
  sources: SourceLines,
  told: Told,
): Generator<StyledLine> {
  for (const finding of findings) {
    const { rule, remedy } = finding;
    const about = described.get(rule);
    yield* findingLines(finding, about, sources, { why: told.why.has(rule), remedy: told.remedy.has(rule) });
    told.why.add(rule);
    if (remedy === about?.docs.remedy) told.remedy.add(rule);
  }
}
