import { SEVERITIES } from '../../findings/index.ts';
import { codeSpan, inlineMarkdown } from '../../reporters/markdown/inline-markdown.ts';
import { sentence } from '../../reporters/sentence.ts';
import type { AuditReport, SeverityCounts } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { SEVERITY_NAMES, VERDICTS } from '../verdict.ts';
import { countsText, grouped, origin, SECTION_WORDS, summaryOf, titleOf } from '../words.ts';
import { RULE_OF_THUMB } from '../work-order.ts';
import { findingMarkdown, placeLink } from './finding-markdown.ts';
import { scopeSection } from './scope-section.ts';
import { systemSection } from './system-section.ts';
import { markdownTable } from './table.ts';

/** The audit in GitHub Flavored Markdown. */
export function auditMarkdown(report: AuditReport, links: ReportLinks): string {
  const lines = [
    `# ${inlineMarkdown(titleOf(report))}`,
    '',
    `${inlineMarkdown(origin(report))}`,
    '',
    ...verdictSection(report, links),
    ...comparisonSection(report, links),
    ...systemSection(report, links),
    ...overviewSection(report),
    ...findingsSection(report, links),
    ...soundSection(report, links),
    ...questionSection(report, links),
    ...workSection(report),
    ...scopeSection(report, links),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function verdictSection({ verdict, ...report }: AuditReport, links: ReportLinks): string[] {
  const reasons = verdict.reasons.map(
    (reason) =>
      `- [${reason.severity}](#finding-${reason.finding}) ${placeLink(reason, links)} ${inlineMarkdown(sentence(reason.message))} Reach: ${inlineMarkdown(sentence(reason.reached))}`,
  );
  return [
    '## Summary',
    '',
    `**${VERDICTS[verdict.kind]}.** ${inlineMarkdown(verdict.because)}`,
    '',
    inlineMarkdown(summaryOf({ verdict, ...report })),
    '',
    ...(reasons.length === 0 ? [] : ['Decisive findings:', '', ...reasons]),
    ...(verdict.more > 0 ? [`- and ${verdict.more} more, below`] : []),
    ...(reasons.length === 0 ? [] : ['']),
    'The first of these that applies is the verdict:',
    '',
    ...verdict.rules.map((rule, index) => `${index + 1}. ${inlineMarkdown(rule)}`),
    '',
  ];
}

function comparisonSection({ comparison }: AuditReport, links: ReportLinks): string[] {
  if (comparison === undefined) return [];
  const { revision, commit, fresh, still, gone, fixed, moreFixed } = comparison;
  return [
    `## Since ${inlineMarkdown(codeQuoted(revision))}`,
    '',
    `Compared with ${codeSpan(commit.slice(0, 12))}, the merge base. A cause with one earlier occurrence counts as “still there”; a finding that a comment now accepts does not count as fixed.`,
    '',
    ...markdownTable(
      ['', ...SEVERITIES.map((each) => `#${each}`)],
      [countRow('New', fresh), countRow('Still there', still), countRow('Fixed', gone)],
    ),
    '',
    ...fixed.map(
      ({ severity, rule, message, isFileGone, ...place }) =>
        `- fixed: ${severity} ${codeSpan(rule)} ${placeLink(place, { pathInCheckout: links.pathInCheckout })} ${inlineMarkdown(sentence(message))}${isFileGone ? ' The file is gone.' : ''}`,
    ),
    ...(moreFixed > 0 ? [`- and ${moreFixed} more`] : []),
    '',
  ];
}

const codeQuoted = (text: string): string => (text.includes('`') ? text : `\`${text}\``);
const countRow = (name: string, counts: SeverityCounts): string[] => [
  name,
  ...SEVERITIES.map((each) => String(counts[each])),
];

function overviewSection({ counts, rules, components }: AuditReport): string[] {
  return [
    '## Findings by severity and component',
    '',
    ...markdownTable(
      ['Severity', '#Findings'],
      SEVERITIES.map((severity) => [SEVERITY_NAMES[severity], String(counts[severity])]),
    ),
    '',
    ...markdownTable(
      ['Component', '#Files', '#Lines', ...SEVERITIES.map((each) => `#${each}`), 'Runs in'],
      components.map(({ name, files, lines, counts: own, services }) => [
        codeSpan(name),
        String(files),
        grouped(lines),
        ...SEVERITIES.map((each) => String(own[each] || '')),
        services.map(codeSpan).join(', '),
      ]),
    ),
    '',
    ...markdownTable(
      ['Rule', 'Finds', 'Worst', '#Findings', '#Places'],
      rules.map(({ name, summary, worst, findings, places }) => [
        codeSpan(name),
        inlineMarkdown(summary),
        worst,
        String(findings),
        String(places),
      ]),
    ),
    '',
  ];
}

function findingsSection({ findings, counts }: AuditReport, links: ReportLinks): string[] {
  if (findings.length === 0) return [];
  return [
    '## Findings',
    '',
    SECTION_WORDS.findings,
    '',
    ...SEVERITIES.flatMap((severity) =>
      counts[severity] === 0
        ? []
        : [
            `### ${SEVERITY_NAMES[severity]}`,
            '',
            ...findings.filter((each) => each.severity === severity).flatMap((each) => findingMarkdown(each, links)),
          ],
    ),
  ];
}

function soundSection({ sound }: AuditReport, links: ReportLinks): string[] {
  if (sound.length === 0) return [];
  return [
    '## What is sound',
    '',
    SECTION_WORDS.sound,
    '',
    ...markdownTable(
      ['Checked for', '#Sound', '#Not proven', 'Example', 'Proof'],
      sound.map(({ rule, summary, places, notProven, example, by }) => [
        `${inlineMarkdown(summary)} (${codeSpan(rule)})`,
        String(places),
        String(notProven),
        placeLink(example, links),
        inlineMarkdown(by),
      ]),
    ),
    '',
  ];
}

function questionSection({ questions }: AuditReport, links: ReportLinks): string[] {
  return [
    '## Open questions',
    '',
    SECTION_WORDS.questions,
    '',
    ...questions.map(({ topic, question, because, at }) => {
      const where = at === undefined ? '' : `, ${placeLink(at, links)}`;
      return `- **${topic}.** ${question}${because === undefined ? '' : ` (Asked because ${inlineMarkdown(because)}${where}.)`}`;
    }),
    '',
  ];
}

function workSection({ work, counts }: AuditReport): string[] {
  if (work.length === 0) return [];
  return [
    '## Suggested order of work',
    '',
    `By severity, then by effort (${countsText(counts)}). ${RULE_OF_THUMB}`,
    '',
    ...markdownTable(
      ['#', 'Severity', 'Effort', 'Do', 'Findings'],
      work.map(({ severity, effort, rule, remedy, findings }, index) => [
        String(index + 1),
        severity,
        effort,
        `${inlineMarkdown(sentence(remedy))} (${codeSpan(rule)})`,
        linked(findings),
      ]),
    ),
    '',
  ];
}

const MAX_LINKED = 12;

function linked(findings: readonly string[]): string {
  const links = findings.slice(0, MAX_LINKED).map((id, index) => `[${index + 1}](#finding-${id})`);
  const more = findings.length - links.length;
  return `${links.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}
