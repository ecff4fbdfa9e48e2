import { createHash } from 'node:crypto';
import type { AuditReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { VERDICTS } from '../verdict.ts';
import { origin, titleOf } from '../words.ts';
import { comparisonSection, questionSection, scopeSection, soundSection, workSection } from './closing-sections.ts';
import { findingsSection } from './findings-section.ts';
import { html, Markup, NOTHING } from './markup.ts';
import { overviewSection } from './overview-section.ts';
import { SCRIPT, STYLE } from './page-parts.generated.ts';
import { summarySection } from './summary-section.ts';
import { importSection, systemSection } from './system-section.ts';

/** A part of the page, and what the table of contents calls it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** `NOTHING` where there is nothing to tell. */
  readonly body: Markup;
}

/** The audit as one file that needs nothing else: no network, no other script, no style from elsewhere. */
export function auditHtml(report: AuditReport, links: ReportLinks): string {
  const sections = sectionsOf(report, links).filter(({ body }) => body !== NOTHING);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${report.tool.name} ${report.tool.version}">
<title>${titleOf(report)}: ${VERDICTS[report.verdict.kind].toLowerCase()}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header><div><h1>${titleOf(report)}</h1><p class="origin">${origin(report)}</p></div>
<button type="button" id="theme" aria-label="Switch between light and dark" hidden><span aria-hidden="true">◐</span></button></header>
<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main>${sections.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`)}</main>
<footer><p>Written by ${report.tool.name} ${report.tool.version}. This file needs no network, and asks for none.</p></footer>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

function sectionsOf(report: AuditReport, links: ReportLinks): Section[] {
  return [
    { id: 'summary', title: 'Summary', body: summarySection(report, links) },
    { id: 'since', title: 'What changed', body: comparisonSection(report, links) },
    { id: 'system', title: 'The system', body: systemSection(report, links) },
    { id: 'overview', title: 'Where the findings are', body: overviewSection(report) },
    { id: 'findings', title: 'Findings', body: findingsSection(report, links) },
    { id: 'work', title: 'Suggested order of work', body: workSection(report) },
    { id: 'imports', title: 'Imports', body: importSection(report, links) },
    { id: 'sound', title: 'What is sound', body: soundSection(report, links) },
    { id: 'questions', title: 'Open questions', body: questionSection(report, links) },
    { id: 'scope', title: 'Scope and limits', body: scopeSection(report, links) },
  ];
}

/** Nothing but this script and this style. Source: https://www.w3.org/TR/CSP3/ */
function policy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; base-uri 'none'; form-action 'none'`;
}
