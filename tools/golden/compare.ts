import { groupBy } from '../../src/collections/index.ts';
import { compareText, isWithin } from '../../src/text/index.ts';
import { type Figure, figureOf } from './figure.ts';
import { placeOfLine, repositoryOfLine } from './finding-line.ts';
import type { ScannedPart } from './scan-all.ts';
import { type GoldenPart, type GoldenTable, PARTS } from './table.ts';

/** What is different of a rule in a part. */
export interface RuleChange {
  readonly rule: string;
  readonly part: GoldenPart;
  /** The rule itself is. */
  readonly isNew: boolean;
  readonly isGone: boolean;
  /** Undefined where it is new. */
  readonly stored: Figure | undefined;
  readonly now: Figure;
  /** Undefined where the lines behind the stored hash are not on this machine. */
  readonly lines: readonly LineChange[] | undefined;
}

/** What is different of a finding; changed where one is at the same place as before. */
export type LineChange =
  | { readonly kind: 'added'; readonly after: string }
  | { readonly kind: 'removed'; readonly before: string }
  | { readonly kind: 'changed'; readonly before: string; readonly after: string };

export interface Comparison {
  readonly changes: readonly RuleChange[];
  /** Rules of which only a part was scanned, and whose stored lines are not on this machine: of them nothing can be said. */
  readonly unknown: readonly string[];
}

/** What is compared with what. */
export interface Compared {
  readonly stored: GoldenTable;
  /** All rules that there are. */
  readonly ruleNames: readonly string[];
  readonly parts: ReadonlyMap<GoldenPart, ScannedPart>;
  readonly linesOf: (figure: Figure) => readonly string[] | undefined;
}

/** In the order of rules. */
export function compareParts(compared: Compared): Comparison {
  const changes: RuleChange[] = [];
  const unknown: string[] = [];
  const rules = [...new Set([...compared.stored.keys(), ...compared.ruleNames])].sort(compareText);
  for (const rule of rules) {
    for (const part of PARTS) {
      const change = compareRule(rule, part, compared);
      if (change === 'unknown') unknown.push(rule);
      else if (change !== undefined) changes.push(change);
    }
  }
  return { changes, unknown };
}

function compareRule(rule: string, part: GoldenPart, compared: Compared): RuleChange | 'unknown' | undefined {
  const scanned = compared.parts.get(part);
  if (scanned === undefined) return undefined;
  const stored = compared.stored.get(rule)?.[part];
  const after = scanned.lines.get(rule) ?? [];
  const isGone = !compared.ruleNames.includes(rule);
  const change = { rule, part, isNew: stored === undefined, isGone, stored, now: figureOf(after) };
  const before = stored === undefined ? [] : compared.linesOf(stored);
  if (scanned.isWhole) {
    const isSame = stored?.sha256 === change.now.sha256 && !isGone;
    return isSame ? undefined : { ...change, lines: before && compareLines(before, after) };
  }
  if (before === undefined) return 'unknown';
  const isDone = (line: string): boolean => scanned.done.some((name) => isWithin(repositoryOfLine(line), name));
  const lines = compareLines(before.filter(isDone), after);
  return lines.length === 0 ? undefined : { ...change, lines };
}

/** What differs between sorted lines, in the order of places. */
export function compareLines(before: readonly string[], after: readonly string[]): LineChange[] {
  const removed = groupBy(without(before, after), placeOfLine);
  const changes = without(after, before).map((line): LineChange => {
    const earlier = removed.get(placeOfLine(line))?.shift();
    return earlier === undefined ? { kind: 'added', after: line } : { kind: 'changed', before: earlier, after: line };
  });
  const gone = [...removed.values()].flat().map((line): LineChange => ({ kind: 'removed', before: line }));
  return [...changes, ...gone].sort((a, b) => compareText(lineOf(a), lineOf(b)));
}

const lineOf = (change: LineChange): string => (change.kind === 'removed' ? change.before : change.after);

/** The lines that others do not have, each as often as it is there more. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
