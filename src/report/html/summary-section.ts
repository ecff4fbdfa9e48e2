import { SEVERITIES } from '../../findings/index.ts';
import { sentence } from '../../reporters/sentence.ts';
import type { AuditReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { SEVERITY_NAMES, VERDICTS } from '../verdict.ts';
import { summaryOf } from '../words.ts';
import { html, inline, type Markup, NOTHING } from './markup.ts';
import { filterLink, placeMarkup, severityMark } from './place-markup.ts';

/** The verdict with its reasons, and how much there is. */
export function summarySection(report: AuditReport, links: ReportLinks): Markup {
  const { verdict, counts } = report;
  return html`<div class="verdict ${verdict.kind}"><p class="word">${VERDICTS[verdict.kind]}</p><p>${inline(verdict.because)}</p></div>
<ul class="counts">${SEVERITIES.map(
    (severity) =>
      html`<li><a class="count ${severity}${counts[severity] === 0 ? ' none' : ''}" href="${filterLink({ severity })}"><b>${counts[severity]}</b><span>${SEVERITY_NAMES[severity]}</span></a></li>`,
  )}</ul>
<p>${inline(summaryOf(report))}</p>
${reasons(report, links)}
<details class="rules"><summary>How the verdict is reached</summary><ol>${verdict.rules.map((rule) => html`<li>${rule}</li>`)}</ol></details>`;
}

function reasons({ verdict }: AuditReport, links: ReportLinks): Markup {
  if (verdict.reasons.length === 0) return NOTHING;
  return html`<h3>Decisive findings</h3><ol class="reasons">${verdict.reasons.map(
    (reason) =>
      html`<li>${severityMark(reason.severity)}<div><a href="#finding-${reason.finding}">${inline(sentence(reason.message))}</a><p>${inline(sentence(reason.reached))} ${placeMarkup(reason, links)}</p></div></li>`,
  )}${verdict.more > 0 ? html`<li><span></span><div>and ${verdict.more} more, <a href="${filterLink({ severity: 'P0,P1' })}">below</a></div></li>` : NOTHING}</ol>`;
}
