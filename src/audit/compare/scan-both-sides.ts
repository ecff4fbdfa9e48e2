import { groupBy } from '../../collections/index.ts';
import type { FileTree } from '../../discover/index.ts';
import { type ScanReport, type ScanRequest, SharedReports } from '../../engine/index.ts';
import { baselineEntries, type Finding, keyOf, matchKnown } from '../../findings/index.ts';
import { isWithin } from '../../text/index.ts';
import { leaveOutKnown } from '../baseline/leave-out-known.ts';
import type { ComparedSides } from './compared-sides.ts';

/** Runs one scan; undefined when it was interrupted. */
export type RunScan = (request: ScanRequest) => Promise<ScanReport | undefined>;

/**
 * Scans both sides and leaves out what one of the bases has too, wherever it stands now. Files that did not change are
 * mapped once; what the rules ask of the project is asked on each side.
 */
export async function scanBothSides(
  request: ScanRequest,
  sides: ComparedSides,
  run: RunScan,
): Promise<ScanReport | undefined> {
  const scanned = await scanSides(request, sides, run);
  if (scanned === undefined) return undefined;
  const { report, before } = scanned;
  return leaveOutKnown(report, matchKnown(report.findings, baselineEntries(before)).known);
}

/** What each side says. */
export interface ScannedSides {
  /** With all findings of the head. */
  readonly report: ScanReport;
  /** What was found before; of several bases, of each kind of equal findings those of the one that has most. */
  readonly before: readonly Finding[];
}

/** Scans both sides; undefined when it was interrupted. What a survey wants to know is told of the head. */
export async function scanSides(
  { inquiry, ...request }: ScanRequest,
  { head, bases, contentIdOf }: ComparedSides,
  run: RunScan,
): Promise<ScannedSides | undefined> {
  const common = { ...request, isInProject: true, shared: request.shared ?? new SharedReports(contentIdOf) } as const;
  const isNamed = namedIn(head, request.paths);
  // What is on the disk and in no index has nothing that is staged.
  const named = request.paths.filter((path) => head.resolve(path).kind !== 'missing');
  const onHead = { ...common, paths: named, requests: isNamed, tree: head };
  const report = await run({ ...onHead, ...(inquiry !== undefined && { inquiry }) });
  if (report === undefined) return undefined;
  const before: (readonly Finding[])[] = [];
  for (const base of bases) {
    const paths = request.paths.filter((path) => ['file', 'folder'].includes(base.resolve(path).kind));
    // What is gone by now may have been renamed to a path that was asked for.
    const requests = (path: string) => isNamed(path) || !head.has(path);
    const earlier = await run({ ...common, paths, requests, tree: base });
    if (earlier === undefined) return undefined;
    before.push(earlier.findings);
  }
  return { report, before: mostOfEach(before) };
}

/** Whether a path was asked for, by what the named paths are on this side. */
function namedIn(tree: FileTree, paths: readonly string[]): (path: string) => boolean {
  const places = paths.flatMap((path) => {
    const resolved = tree.resolve(path);
    return resolved.kind === 'file' || resolved.kind === 'folder' ? resolved.path : [];
  });
  return (path) => paths.length === 0 || places.some((place) => isWithin(path, place));
}

/** Of each kind of equal findings those of the side that has most. */
function mostOfEach(sides: readonly (readonly Finding[])[]): Finding[] {
  const most = new Map<string, Finding[]>();
  for (const side of sides) {
    for (const [key, alike] of groupBy(side, keyOf)) {
      if (alike.length > (most.get(key)?.length ?? 0)) most.set(key, alike);
    }
  }
  return [...most.values()].flat();
}
