import { groupBy } from '../../src/collections/index.ts';
import { type Finding, keyOf } from '../../src/findings/index.ts';
import type { ScannedCommit } from './scan-history.ts';
import { scopeNames } from './scope-names.ts';
import type { StepChanges } from './step-changes.ts';

/** Findings of one step (or of all) whose construct did not change and that are still found there. */
export interface StepCount {
  readonly constructs: number;
  readonly kept: number;
  /** The same for those whose line moved, whose file was renamed, or whose file was changed elsewhere. */
  readonly touched: number;
  readonly touchedKept: number;
  /** Those that keep the number among equal ones too, as SARIF and JSON show it. */
  readonly keptWhole: number;
  readonly losses: readonly Loss[];
}

export interface Loss {
  readonly commit: string;
  readonly rule: string;
  readonly place: string;
}

/**
 * Whether a construct changed is judged by git and by the text, not by what makes the fingerprint: its lines are unchanged by
 * git's diff (in the file or in what git takes for the renamed file), the functions and classes around it by indentation
 * bear the same names, and the rule reports at that very place again.
 */
export function compareStep(before: ScannedCommit, after: ScannedCommit, changes: StepChanges): StepCount {
  const later = groupBy(after.findings, (finding) => placeOf(finding, finding.location.path, 0));
  const earlier = groupBy(before.findings, (finding) => unchangedPlace(finding, before, after, changes)?.place ?? '');
  const counts = { constructs: 0, kept: 0, touched: 0, touchedKept: 0, keptWhole: 0 };
  const losses: Loss[] = [];
  for (const [place, findings] of earlier) {
    const found = later.get(place);
    const [first] = findings;
    if (place === '' || found === undefined || first === undefined) continue;
    const pairs = Math.min(findings.length, found.length);
    const kept = Math.min(pairs, common(findings.map(keyOf), found.map(keyOf)));
    const isTouched = unchangedPlace(first, before, after, changes)?.isTouched === true;
    counts.constructs += pairs;
    counts.kept += kept;
    counts.keptWhole += Math.min(pairs, common(findings.map(whole), found.map(whole)));
    if (isTouched) counts.touched += pairs;
    if (isTouched) counts.touchedKept += kept;
    const { path, line } = first.location;
    if (kept < pairs) losses.push({ commit: after.commit, rule: first.rule, place: `${path}:${line}` });
  }
  return { ...counts, losses };
}

export function addSteps(steps: readonly StepCount[]): StepCount {
  const sum = (name: 'constructs' | 'kept' | 'touched' | 'touchedKept' | 'keptWhole') =>
    steps.reduce((total, step) => total + step[name], 0);
  return {
    constructs: sum('constructs'),
    kept: sum('kept'),
    touched: sum('touched'),
    touchedKept: sum('touchedKept'),
    keptWhole: sum('keptWhole'),
    losses: steps.flatMap(({ losses }) => losses),
  };
}

/** Where the construct of a finding is after the step; undefined where it changed, or where that cannot be determined. */
function unchangedPlace(
  finding: Finding,
  before: ScannedCommit,
  after: ScannedCommit,
  changes: StepChanges,
): { readonly place: string; readonly isTouched: boolean } | undefined {
  const { path, line, endLine, cell } = finding.location;
  const now = changes.fileAfter(path);
  if (now === undefined) return undefined;
  const isRenamed = now.path !== path;
  if (now.lines === undefined) return { place: placeOf(finding, now.path, 0), isTouched: isRenamed };
  // Lines of a notebook count from their cell, and git knows no cells.
  if (cell !== undefined) return undefined;
  const moved = now.lines.forward(line);
  const shift = moved.from - line;
  for (let at = line; at <= endLine; at++) {
    const { from, to } = now.lines.forward(at);
    if (from !== to || from - at !== shift || now.lines.back(from) !== at) return undefined;
  }
  const isSame =
    scopeNames(before.tree, path, line).join('.') === scopeNames(after.tree, now.path, moved.from).join('.');
  return isSame ? { place: placeOf(finding, now.path, shift), isTouched: true } : undefined;
}

function placeOf({ rule, location }: Finding, path: string, shift: number): string {
  const { line, column, endLine, endColumn, cell } = location;
  return [rule, path, cell ?? '', line + shift, column, endLine + shift, endColumn].join(' ');
}

function whole({ fingerprint }: Finding): string {
  return fingerprint;
}

/** How many two lists have in common, each counted as often as both have it. */
function common(one: readonly string[], other: readonly string[]): number {
  const left = [...other];
  return one.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}
