import { SEVERITIES } from '../../findings/index.ts';
import type { AuditReport, ReportedFinding } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { counted, SECTION_WORDS } from '../words.ts';
import { findingMarkup } from './finding-markup.ts';
import { html, type Markup, NOTHING, when } from './markup.ts';

/** Bytes of all findings: the page stays one that can be sent and opens at once. */
const MAX_BYTES = 4_000_000;
/** Findings of P0 and P1 that are shown unfolded. */
const MAX_OPEN = 8;

/** All findings, with what filters them. */
export function findingsSection({ findings, comparison }: AuditReport, links: ReportLinks): Markup {
  if (findings.length === 0) return html`<p>There are none.</p>`;
  const shown = fitting(findings, links);
  const left = findings.length - shown.length;
  return html`<p>${SECTION_WORDS.findings}</p>
${filters(findings, comparison !== undefined)}
<div id="list">${shown}</div>
<p id="none" hidden>No finding is like that. <button type="button" data-reset>Show all</button></p>
${when(left > 0, () => html`<p class="note">${counted(left, 'more finding')}, the least severe, omitted to limit the size of this page; the JSON report has all.</p>`)}`;
}

function fitting(findings: readonly ReportedFinding[], links: ReportLinks): Markup[] {
  const shown: Markup[] = [];
  let room = MAX_BYTES;
  for (const [index, finding] of findings.entries()) {
    const isGrave = finding.severity === 'P0' || finding.severity === 'P1';
    const markup = findingMarkup(finding, links, isGrave && index < MAX_OPEN);
    room -= Buffer.byteLength(markup.text);
    if (room < 0) break;
    shown.push(markup);
  }
  return shown;
}

function filters(findings: readonly ReportedFinding[], isCompared: boolean): Markup {
  const present = SEVERITIES.filter((severity) => findings.some((finding) => finding.severity === severity));
  return html`<form class="filters" role="search" aria-label="Filter the findings" hidden>
<label class="search"><span>Search</span><input type="search" name="text" placeholder="words, a path, a rule" autocomplete="off" spellcheck="false"></label>
<fieldset><legend>Severity</legend>${present.map((severity) => html`<label class="chip ${severity}"><input type="checkbox" name="severity" value="${severity}">${severity}</label>`)}</fieldset>
${choice(
  'category',
  'Category',
  findings.map(({ category }) => category),
)}
${choice(
  'component',
  'Component',
  findings.map(({ component }) => component),
)}
${choice(
  'rule',
  'Rule',
  findings.map(({ rule }) => rule),
)}
${
  isCompared
    ? choice(
        'since',
        'Since',
        findings.map(({ since }) => since ?? ''),
      )
    : NOTHING
}
<input type="hidden" name="path" value="">
<div class="outcome"><output aria-live="polite"></output><button type="button" data-reset>Show all</button><span class="keys"><kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> back</span></div>
</form>`;
}

function choice(name: string, title: string, values: readonly string[]): Markup {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return html`<label><span>${title}</span><select name="${name}"><option value="">all</option>${sorted.map(([value, count]) => html`<option value="${value}">${value} (${count})</option>`)}</select></label>`;
}
