import type { Finding } from '../findings/index.ts';
import { confidenceReasons, worstFirst } from '../findings/index.ts';
import { escapeControls, escapeLogLine } from './escape.ts';
import { type FilePlaces, placesFromHere } from './file-places.ts';
import { fixText } from './fix-suggestion.ts';
import type { Report } from './report.ts';
import { sentence } from './sentence.ts';
import { shellWord } from './shell-word.ts';

/**
 * What an assistant that fixes code needs, in few words: rule, why, remedy, and the places with what is wrong there, the
 * worst rule first. Paths can be opened from where the command ran; lines and columns count from 1 in UTF-16.
 */
export function formatAgent(report: Report): string {
  const described = new Map(report.rules.map((rule) => [rule.name, rule]));
  const places = placesFromHere(report);
  const byRule = new Map<string, Finding[]>();
  for (const finding of worstFirst(report.findings)) {
    const group = byRule.get(finding.rule) ?? [];
    byRule.set(finding.rule, group);
    group.push(finding);
  }
  const blocks = [...byRule].map(([rule, findings]) => {
    const about = described.get(rule);
    const why = about === undefined ? [] : [`why: ${about.docs.why}`];
    const page = about?.page === undefined ? [] : [`page: ${about.page}`];
    // Said once where it is the same everywhere.
    const [first, ...others] = new Set(findings.map(({ remedy }) => remedy));
    const shared = others.length === 0 ? first : undefined;
    const remedy = shared === undefined ? [] : [`remedy: ${sentence(shared)}`];
    return [rule, ...why, ...remedy, ...page, ...findings.flatMap((finding) => placeLines(finding, places, shared))];
  });
  if (blocks.length === 0) return 'no findings\n';
  return blocks.map((lines) => lines.map((line) => `${safe(line)}\n`).join('')).join('\n');
}

function placeLines(finding: Finding, places: FilePlaces, shared: string | undefined): string[] {
  const { location, message, remedy, fix, places: more = [] } = finding;
  const headline = `${placeText(location, places)}: ${message}`;
  const own = remedy === shared ? [] : [`  remedy: ${sentence(remedy)}`];
  const change = fix === undefined ? [] : [`  fix: ${fixText(fix)}`];
  const also = more.flatMap((place) => [
    `  also ${placeText(place.location, places)}: ${place.message}`,
    ...(place.fix === undefined ? [] : [`    fix: ${fixText(place.fix)}`]),
  ]);
  const doubts = confidenceReasons(finding).map((text) => `  ${text}`);
  return [headline, ...doubts, ...own, ...change, ...also];
}

function placeText({ path, line, column, cell }: Finding['location'], places: FilePlaces): string {
  return `${shellWord(places.path(path))}${cell === undefined ? '' : ` cell ${cell}`}:${line}:${column}`;
}

function safe(line: string): string {
  return escapeLogLine(escapeControls(line));
}
