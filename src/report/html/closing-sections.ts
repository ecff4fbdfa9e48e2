/** What is beside the findings: what changed, what is sound, what to ask, what to do, what was read. */
import { SEVERITIES } from '../../findings/index.ts';
import { sentence } from '../../reporters/sentence.ts';
import type { AuditReport, SeverityCounts } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { scopeFacts } from '../scope-facts.ts';
import { counted, grouped, SECTION_WORDS } from '../words.ts';
import { RULE_OF_THUMB } from '../work-order.ts';
import { html, inline, type Markup, NOTHING, when } from './markup.ts';
import { filterLink, placeMarkup, severityMark } from './place-markup.ts';
import { tableMarkup, titled } from './table-markup.ts';

export function comparisonSection({ comparison }: AuditReport, links: ReportLinks): Markup {
  if (comparison === undefined) return NOTHING;
  const { revision, commit, fresh, still, gone, fixed, moreFixed } = comparison;
  const row = (name: Markup, counts: SeverityCounts): Markup[] => [
    name,
    ...SEVERITIES.map((each) => html`${counts[each]}`),
  ];
  return html`<p>Since <code>${revision}</code>, compared with <code>${commit.slice(0, 12)}</code>, the merge base. A cause with one earlier occurrence counts as “still there”; a finding that a comment now accepts does not count as fixed.</p>
${tableMarkup(
  ['', ...SEVERITIES.map((each) => `#${each}`)],
  [
    row(html`<a href="${filterLink({ since: 'new' })}">New</a>`, fresh),
    row(html`<a href="${filterLink({ since: 'still' })}">Still there</a>`, still),
    row(html`Fixed`, gone),
  ],
)}
${when(
  fixed.length > 0,
  () =>
    html`<details class="entries"><summary>Fixed <span class="amount">${fixed.length + moreFixed}</span></summary><ul>${fixed.map(
      ({ severity, rule, message, isFileGone, path, line }) =>
        html`<li>${severityMark(severity)} <code>${rule}</code> <code class="place">${path}:${line}</code> ${inline(sentence(message))}${isFileGone ? ' The file is gone.' : ''}</li>`,
    )}${when(moreFixed > 0, () => html`<li>and ${moreFixed} more</li>`)}</ul></details>`,
)}`;
}

export function soundSection({ sound }: AuditReport, links: ReportLinks): Markup {
  if (sound.length === 0) return NOTHING;
  const rows = sound.map(({ rule, summary, places, notProven, example, by }) => [
    html`${inline(summary)}<span class="sub"><code>${rule}</code></span>`,
    html`${places}`,
    notProven === 0 ? html`<span class="zero">0</span>` : html`${notProven}`,
    html`${placeMarkup(example, links)}<span class="sub">${inline(by)}</span>`,
  ]);
  return html`<p>${SECTION_WORDS.sound}</p>${tableMarkup(['Checked for', '#Sound', '#Not proven', 'Example and proof'], rows)}`;
}

export function questionSection({ questions }: AuditReport, links: ReportLinks): Markup {
  return html`<p>${SECTION_WORDS.questions}</p><dl class="questions">${questions.map(
    ({ topic, question, because, at }) =>
      html`<div><dt>${topic}</dt><dd>${question}${because === undefined ? NOTHING : html`<span class="sub">Asked because ${inline(because)}${at === undefined ? NOTHING : html`, ${placeMarkup(at, links)}`}.</span>`}</dd></div>`,
  )}</dl>`;
}

const MAX_LINKED = 12;

export function workSection({ work }: AuditReport): Markup {
  if (work.length === 0) return NOTHING;
  const rows = work.map(({ severity, effort, rule, remedy, findings }, index) => [
    html`${index + 1}`,
    severityMark(severity),
    html`${effort}`,
    html`${inline(sentence(remedy))}<span class="sub"><code>${rule}</code></span>`,
    html`${findings.slice(0, MAX_LINKED).map((id, each) => html`<a class="numbered" href="#finding-${id}" aria-label="finding ${each + 1} of ${rule}">${each + 1}</a>`)}${when(findings.length > MAX_LINKED, () => html` <a href="${filterLink({ rule })}">and ${findings.length - MAX_LINKED} more</a>`)}`,
  ]);
  return html`<p>By severity, then by effort. ${RULE_OF_THUMB}</p>${tableMarkup(['#', 'Severity', 'Effort', 'Do', 'Findings'], rows)}`;
}

export function scopeSection(report: AuditReport, links: ReportLinks): Markup {
  const { filesByKind, notices, moreNotices, accepted, moreAccepted } = report.scope;
  return html`<ul class="facts">${scopeFacts(report).map((fact) => html`<li>${inline(fact)}</li>`)}</ul>
${when(notices.length > 0, () => html`<h3>Files not read, or read in part</h3><ul class="facts">${notices.map(({ path, line, message }) => html`<li>${path === undefined ? NOTHING : html`<code class="place">${line === undefined ? path : `${path}:${line}`}</code> `}${inline(sentence(message))}</li>`)}${when(moreNotices > 0, () => html`<li>and ${counted(moreNotices, 'more notice')}</li>`)}</ul>`)}
${when(accepted.length > 0, () => html`<h3>Accepted by a comment in the code</h3><ul class="facts">${accepted.map(({ severity, rule, reason, ...place }) => html`<li>${severityMark(severity)} <code>${rule}</code> ${placeMarkup(place, links)} ${inline(reason)}</li>`)}${when(moreAccepted > 0, () => html`<li>and ${moreAccepted} more</li>`)}</ul>`)}
${titled(
  'Files by kind',
  tableMarkup(
    ['Kind', '#Files', '#Lines'],
    filesByKind.map(({ kind, files, lines }) => [html`${kind}`, html`${files}`, html`${grouped(lines)}`]),
  ),
)}`;
}
