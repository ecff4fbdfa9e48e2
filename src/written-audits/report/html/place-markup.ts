import { pathToUri } from '../../../reporters/path-to-uri.ts';
import type { PlaceInReport } from '../audit-report.ts';
import type { ReportLinks } from '../formats.ts';
import { shownPlace } from '../reported-findings.ts';
import { html, type Markup } from './markup.ts';

/** A place as code; a link to it where the checkout can be looked at. */
export function placeMarkup(place: PlaceInReport, { sourceUrl, pathInCheckout }: ReportLinks): Markup {
  const shown = html`<code class="place">${shownPlace(place)}</code>`;
  if (sourceUrl === undefined) return shown;
  const line = place.cell === undefined ? `#L${place.line}` : '';
  return html`<a href="${sourceUrl}${pathToUri(`${pathInCheckout}${place.path}`)}${line}" rel="noreferrer">${shown}</a>`;
}

/** A link that sets filters of the page. */
export function filterLink(filters: Readonly<Record<string, string>>): string {
  const parts = Object.entries(filters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'))}`,
  );
  return `#${parts.join('&')}`;
}

export const severityMark = (severity: string): Markup => html`<span class="severity ${severity}">${severity}</span>`;
