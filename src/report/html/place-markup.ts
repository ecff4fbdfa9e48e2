import { pathToUri } from '../../reporters/path-to-uri.ts';
import type { PlaceInReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { shownPlace } from '../reported-findings.ts';
import { html, type Markup } from './markup.ts';

/** A place as code; a link to it where the checkout can be looked at. */
export function placeMarkup(place: PlaceInReport, links: ReportLinks): Markup {
  const shown = pathMarkup(shownPlace(place));
  return linked(place, shown, links);
}

/** A path, which may be broken after its slashes. */
export function pathMarkup(path: string): Markup {
  const names = path.split('/');
  return html`<code class="place">${names.map((name, index) => (index < names.length - 1 ? html`${name}/<wbr>` : html`${name}`))}</code>`;
}

/** The line alone, where the file is named above. */
export function lineMarkup(place: PlaceInReport, links: ReportLinks): Markup {
  return linked(place, html`<span class="line-number">:${place.line}</span>`, links);
}

function linked(
  { path, line, cell }: PlaceInReport,
  shown: Markup,
  { sourceUrl, pathInCheckout }: ReportLinks,
): Markup {
  if (sourceUrl === undefined) return shown;
  const anchor = cell === undefined ? `#L${line}` : '';
  return html`<a href="${sourceUrl}${pathToUri(`${pathInCheckout}${path}`)}${anchor}" rel="noreferrer">${shown}</a>`;
}

/** A link that sets filters of the page. */
export function filterLink(filters: Readonly<Record<string, string>>): string {
  const parts = Object.entries(filters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'))}`,
  );
  return `#${parts.join('&')}`;
}

export const severityMark = (severity: string): Markup => html`<span class="severity ${severity}">${severity}</span>`;
