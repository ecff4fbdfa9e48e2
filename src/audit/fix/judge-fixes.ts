/** Whether fixes do what they should: what is found after them, held against what was found before. */
import { groupBy } from '../../collections/index.ts';
import type { ScanReport } from '../../engine/index.ts';
import { type Finding, keyOf } from '../../findings/index.ts';
import { joinEdits } from './apply-edits.ts';
import type { PlacedFix } from './placed-fix.ts';

/** What is wrong with the fixes of a file. */
export interface Fault {
  readonly path: string;
  readonly reason: string;
}

/** The faults of fixes that were all made at once; the path says where, which may be another file than any of theirs. */
export function faultsOf(before: ScanReport, after: ScanReport, made: readonly PlacedFix[]): Fault[] {
  const aims = new Set(made.map(({ finding }) => finding));
  const left = new Bag(allFindings(after), identity);
  const gone = allFindings(before).filter((finding) => !aims.has(finding) && !left.take(identity(finding)));
  const faults = made.filter(({ finding }) => left.take(identity(finding))).map(stays);
  const moved = new Bag(gone, (finding) => placeAfter(finding, made));
  for (const finding of left.rest()) if (!moved.take(placeOf(finding))) faults.push(appears(finding));
  return [...faults, ...unread(before, after)];
}

const stays = ({ path, finding }: PlacedFix): Fault => ({
  path,
  reason: `\`${finding.rule}\` would still be reported there`,
});

const appears = ({ rule, location: { path, line } }: Finding): Fault => ({
  path,
  reason: `it would cause \`${rule}\` at ${path}:${line}`,
});

/** What a baseline or the base of a comparison knows is found as well. */
const allFindings = ({ findings, known }: ScanReport): readonly Finding[] => [...findings, ...known];

/** Files of which less is understood. */
function unread(before: ScanReport, after: ScanReport): Fault[] {
  const known = groupBy(before.notices, ({ path }) => path);
  return [...groupBy(after.notices, ({ path }) => path)].flatMap(([path, message]) => {
    const isMore = path !== undefined && message.length > (known.get(path)?.length ?? 0);
    return isMore ? { path, reason: 'the file can no longer be read' } : [];
  });
}

/** Findings of which those of one name are counted. */
class Bag {
  readonly #byName: Map<string, Finding[]>;

  constructor(findings: readonly Finding[], nameOf: (finding: Finding) => string) {
    this.#byName = groupBy(findings, nameOf);
  }

  take(name: string): boolean {
    return this.#byName.get(name)?.pop() !== undefined;
  }

  rest(): readonly Finding[] {
    return [...this.#byName.values()].flat();
  }
}

const identity = (finding: Finding): string => `${finding.rule} ${finding.location.path} ${keyOf(finding)}`;

const placeOf = ({ rule, location: { path, line } }: Finding): string => `${rule} ${path}:${line}`;

/** The same finding after the edits: its line may be another, and its code too where another fix changed it. */
function placeAfter(finding: Finding, made: readonly PlacedFix[]): string {
  const { rule, location } = finding;
  const own = made.filter(({ path }) => path === location.path);
  const file = own[0]?.file;
  const at = file?.place({ location, text: '' });
  if (file === undefined || at === undefined) return placeOf(finding);
  const above = (joinEdits(own.flatMap(({ edits }) => edits)) ?? []).filter(({ end }) => end <= at.start);
  const shift = above.reduce((lines, edit) => lines + breaksIn(edit.text) - breaksIn(file.text.slice(edit)), 0);
  return `${rule} ${location.path}:${location.line + shift}`;
}

const breaksIn = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0;
