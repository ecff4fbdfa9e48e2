import { codeSpan, inlineMarkdown } from '../../reporters/markdown/inline-markdown.ts';
import { sentence } from '../../reporters/sentence.ts';
import type { AuditReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { scopeFacts } from '../scope-facts.ts';
import { counted, grouped } from '../words.ts';
import { placeLink } from './finding-markdown.ts';
import { markdownTable } from './table.ts';

/** What was read, what was not, and what this report does not tell. */
export function scopeSection(report: AuditReport, links: ReportLinks): string[] {
  const { scope } = report;
  return [
    '## Scope and limits',
    '',
    ...scopeFacts(report).map((fact) => `- ${inlineMarkdown(fact)}`),
    '',
    ...markdownTable(
      ['Kind', '#Files', '#Lines'],
      scope.filesByKind.map(({ kind, files, lines }) => [kind, String(files), grouped(lines)]),
    ),
    '',
    ...notices(report),
    ...accepted(report, links),
  ];
}

function notices({ scope: { notices: shown, moreNotices } }: AuditReport): string[] {
  if (shown.length === 0) return [];
  return [
    '### Files not read, or read in part',
    '',
    ...shown.map(({ path, line, message }) => {
      const place = path === undefined ? '' : `${codeSpan(line === undefined ? path : `${path}:${line}`)} `;
      return `- ${place}${inlineMarkdown(sentence(message))}`;
    }),
    ...(moreNotices > 0 ? [`- and ${counted(moreNotices, 'more notice')}`] : []),
    '',
  ];
}

function accepted({ scope: { accepted: shown, moreAccepted } }: AuditReport, links: ReportLinks): string[] {
  if (shown.length === 0) return [];
  return [
    '### Accepted by a comment in the code',
    '',
    ...shown.map(
      ({ severity, rule, reason, ...place }) =>
        `- ${severity} ${codeSpan(rule)} ${placeLink(place, links)}: ${inlineMarkdown(reason)}`,
    ),
    ...(moreAccepted > 0 ? [`- and ${moreAccepted} more`] : []),
    '',
  ];
}
