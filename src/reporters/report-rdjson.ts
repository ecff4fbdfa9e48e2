import type { Finding, Location, Severity } from '../findings/index.ts';
import { placesFromHere } from './file-places.ts';
import { findingText } from './finding-text.ts';
import { suggestionOf } from './fix-suggestion.ts';
import { jsonDocument } from './json-document.ts';
import type { Report } from './report.ts';
import type { SourceLines } from './source-lines.ts';
import { sourcesOf } from './sources-of.ts';

/**
 * The diagnostic format of reviewdog (proto/rdf/reviewdog.proto): columns count bytes of UTF-8 from 1, ends are exclusive;
 * a range without columns covers whole lines. Members that old versions do not know make them refuse the whole report,
 * so there are no `related_locations`.
 */
export function formatRdjson(report: Report): string {
  const places = placesFromHere(report);
  const sources = sourcesOf(report);
  const pages = new Map(report.rules.map(({ name, page }) => [name, page]));
  return jsonDocument({
    source: { name: report.tool.name, url: `https://www.npmjs.com/package/${report.tool.name}` },
    diagnostics: report.findings.flatMap((finding) => {
      const rendered = (each: Finding) => {
        const place = places.of(each.location);
        return {
          message: findingText(each, (path) => places.path(path)),
          location: { path: place.path, range: rangeOf({ ...place, path: each.location.path }, sources) },
          severity: SEVERITY[each.severity],
          code: { value: each.rule, url: pages.get(each.rule) },
          ...suggested(each, sources),
        };
      };
      return [
        rendered(finding),
        ...fixablePlaces(finding)
          .map(rendered)
          .filter((each) => 'suggestions' in each),
      ];
    }),
  });
}

/** A suggestion has no path of its own, so another place of the cause that can be fixed is reported for itself. */
function fixablePlaces({ places = [], ...shared }: Finding): Finding[] {
  return places.flatMap(({ fix, ...place }) =>
    fix === undefined ? [] : { ...shared, ...place, remedy: fix.title, fix, related: [], flow: [] },
  );
}

/** A reader shows the first to the author of a change, who takes it or not: it need not be safe. */
function suggested({ fix }: Finding, sources: SourceLines) {
  const suggestion = fix === undefined ? undefined : suggestionOf(fix, sources);
  if (suggestion === undefined) return {};
  return { suggestions: [{ range: rangeOf(suggestion.place, sources), text: suggestion.text }] };
}

const SEVERITY: Readonly<Record<Severity, string>> = { P0: 'ERROR', P1: 'ERROR', P2: 'WARNING', P3: 'INFO' };

function rangeOf(place: Location, sources: SourceLines) {
  const { line, column, endLine, endColumn } = place;
  const source = sources.find(place);
  if (source === undefined || endLine > source.lineCount) return { start: { line }, end: { line: endLine } };
  const bytesBefore = (at: number, units: number) => Buffer.byteLength(source.lineText(at).slice(0, units - 1)) + 1;
  return {
    start: { line, column: bytesBefore(line, column) },
    end: { line: endLine, column: bytesBefore(endLine, endColumn) },
  };
}
