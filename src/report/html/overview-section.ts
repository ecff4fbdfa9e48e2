import { SEVERITIES } from '../../findings/index.ts';
import type { AuditReport } from '../audit-report.ts';
import { sumOf } from '../severity-counts.ts';
import { counted, grouped } from '../words.ts';
import { html, inline, type Markup, NOTHING, when } from './markup.ts';
import { filterLink, severityMark } from './place-markup.ts';
import { tableMarkup } from './table-markup.ts';
import { treemapSvg } from './treemap-svg.ts';

/** The findings by component and rule, and where in the repository they lie. */
export function overviewSection(report: AuditReport): Markup {
  return html`${treemaps(report)}<h3>By component</h3>${componentTable(report)}${when(report.rules.length > 0, () => html`<h3>By rule</h3>${ruleTable(report)}`)}`;
}

function treemaps({ scope, components, findings }: AuditReport): Markup {
  const names = components.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const componentOf = (path: string): string =>
    names.find((name) => (name === './' ? !path.includes('/') : path.startsWith(name))) ?? './';
  const byLines = treemapSvg(scope.treemap, {
    title: 'Files by lines of code, coloured by their worst finding',
    className: 'by-lines',
    areaOf: ({ lines }) => lines,
    componentOf,
  });
  if (byLines === NOTHING) return NOTHING;
  const byWeight = treemapSvg(scope.treemap, {
    title: 'Files with findings, by weight of findings',
    className: 'by-weight',
    areaOf: ({ weight }) => weight,
    componentOf,
  });
  const choice = html`<fieldset class="choice"><legend>Area shows</legend><label><input type="radio" name="area" id="area-lines" checked>lines of code</label><label><input type="radio" name="area" id="area-weight">weight of findings</label></fieldset>`;
  const legend = html`<ul class="legend">${SEVERITIES.map((severity) => html`<li><i class="swatch ${severity}"></i>up to ${severity}</li>`)}<li><i class="swatch none"></i>no finding</li></ul>`;
  return html`<div class="treemaps">${when(findings.length > 0, () => choice)}<div class="figure">${byLines}${byWeight}</div>${legend}<p class="note">Colour shows the worst finding of a file. Weights: P0 27, P1 9, P2 3, P3 1. The map shows ${counted(scope.treemap.length, 'file')}: those with the most findings first, then the longest.</p></div>`;
}

function componentTable({ components }: AuditReport): Markup {
  const most = Math.max(1, ...components.map(({ weight }) => weight));
  const rows = components.map(({ name, files, lines, counts, weight, services }) => [
    sumOf(counts) === 0
      ? html`<code>${name}</code>`
      : html`<a href="${filterLink({ component: name })}"><code>${name}</code></a>`,
    html`${files}`,
    html`${grouped(lines)}`,
    ...SEVERITIES.map((severity) =>
      counts[severity] === 0
        ? html`<span class="zero">0</span>`
        : html`<b class="text-${severity}">${counts[severity]}</b>`,
    ),
    bar(weight / most),
    html`${services.join(', ')}`,
  ]);
  const hasServices = components.some(({ services }) => services.length > 0);
  const head = ['Component', '#Files', '#Lines', ...SEVERITIES.map((each) => `#${each}`), 'Weight', 'Runs in'];
  return hasServices
    ? tableMarkup(head, rows)
    : tableMarkup(
        head.slice(0, -1),
        rows.map((cells) => cells.slice(0, -1)),
      );
}

function bar(share: number): Markup {
  return html`<svg class="bar" width="90" height="10" viewBox="0 0 90 10" aria-hidden="true"><rect class="track" width="90" height="10" rx="3"/><rect class="value" width="${Math.round(90 * share)}" height="10" rx="3"/></svg>`;
}

function ruleTable({ rules }: AuditReport): Markup {
  const rows = rules.map(({ name, summary, worst, findings, places, firstSight }) => [
    severityMark(worst),
    html`<a href="${filterLink({ rule: name })}"><code>${name}</code></a><span class="sub">${inline(summary)}</span>`,
    html`${findings}`,
    html`${places}`,
    html`<span class="sub">${firstSight ?? 'not measured yet'}</span>`,
  ]);
  return tableMarkup(['Worst', 'Rule', '#Findings', '#Places', 'Measured precision'], rows);
}
