/** Whether the findings of a fixture stand in the changed one where they stood. */
import type { Finding } from '../../findings/index.ts';
import { SourceText } from '../../text/index.ts';
import type { RewrittenFiles } from './rewriting.ts';

/** What has become of one finding. */
export interface Fate {
  readonly finding: Finding;
  readonly strict: 'survives' | 'lost';
  /** `aside` where the finding was not in the default profile before. */
  readonly default: 'survives' | 'lost' | 'aside';
}

export interface Survival {
  readonly fates: readonly Fate[];
  /** Findings that nothing in the old fixture accounts for. */
  readonly extra: readonly Finding[];
}

/** As far as the place of a finding may move: a value that is told of may have got a line of its own. */
const NEAR = 3;

export function compareFindings(
  old: ReadonlyMap<string, string | Uint8Array>,
  changed: RewrittenFiles,
  before: readonly Finding[],
  after: readonly Finding[],
): Survival {
  const unclaimed = new Set(after);
  const texts = new Map<string, SourceText>();
  const textOf = (files: ReadonlyMap<string, string | Uint8Array>, path: string, key: string): SourceText => {
    const known = texts.get(key + path) ?? new SourceText(String(files.get(path) ?? ''));
    texts.set(key + path, known);
    return known;
  };
  const fates = before.map((finding): Fate => {
    const { path, line, column } = finding.location;
    const offset = textOf(old, path, 'old:').lineStart(line) + column - 1;
    const places = changed.placesOf({ path, offset }).map((place) => ({
      path: place.path,
      line: textOf(changed.files, place.path, 'new:').lineAt(place.offset),
    }));
    // What is told of a file as such is told of its first line.
    if (line === 1 && column === 1) places.push(...places.slice(0, 1).map((place) => ({ path: place.path, line: 1 })));
    const distance = (other: Finding): number => distanceTo(other, places);
    const near = [...unclaimed].filter((other) => distance(other) <= NEAR).sort((a, b) => distance(a) - distance(b));
    const found = near.find(({ profile }) => profile === finding.profile) ?? near[0];
    if (found !== undefined) unclaimed.delete(found);
    return {
      finding,
      strict: found === undefined ? 'lost' : 'survives',
      default: finding.profile === 'strict' ? 'aside' : found?.profile === 'default' ? 'survives' : 'lost',
    };
  });
  return { fates, extra: [...unclaimed] };
}

function distanceTo(finding: Finding, places: readonly { readonly path: string; readonly line: number }[]): number {
  const own = [
    finding.location,
    ...finding.related,
    ...finding.flow,
    ...(finding.places ?? []).map(({ location }) => location),
  ];
  const distances = own.flatMap((at) =>
    places.filter(({ path }) => path === at.path).map(({ line }) => Math.abs(line - at.line)),
  );
  return Math.min(...distances, Number.POSITIVE_INFINITY);
}
