import { isAbsolute, posix, win32 } from 'node:path';
import type { Finding, Location } from '../../findings/index.ts';
import type { MergeableReport } from './merge-reports.ts';

/**
 * Makes all paths relative to one root: that of the reports where they name the same; where they name several folders below
 * where the scans ran, the place where they ran. Undefined when a root lies elsewhere: nothing says how they are together.
 */
export function joinRoots(
  reports: readonly MergeableReport[],
): { readonly root: string; readonly reports: readonly MergeableReport[] } | undefined {
  const roots = reports.map(({ root }) => normalize(root));
  const [first = '.'] = roots;
  if (roots.every((root) => root === first)) return { root: first, reports };
  if (roots.some((root) => isAbsolute(root) || win32.isAbsolute(root) || root === '..' || root.startsWith('../'))) {
    return undefined;
  }
  return { root: '.', reports: reports.map((report, i) => below(roots[i] ?? '.', report)) };
}

function normalize(root: string): string {
  return posix.normalize(root).replace(/(?<=[^/])\/+$/, '') || '.';
}

function below(root: string, report: MergeableReport): MergeableReport {
  if (root === '.') return report;
  const move = <T extends Location>(place: T): T => ({ ...place, path: `${root}/${place.path}` });
  const moveFix = ({ fix }: Pick<Finding, 'fix'>): Pick<Finding, 'fix'> =>
    fix === undefined
      ? {}
      : { fix: { ...fix, edits: fix.edits.map((each) => ({ ...each, location: move(each.location) })) } };
  const moveFinding = (finding: Finding): Finding => ({
    ...finding,
    location: move(finding.location),
    related: finding.related.map(move),
    flow: finding.flow.map(move),
    ...moveFix(finding),
    ...(finding.places !== undefined && {
      places: finding.places.map((each) => ({ ...each, location: move(each.location), ...moveFix(each) })),
    }),
  });
  return {
    ...report,
    findings: report.findings.map(moveFinding),
    suppressed: report.suppressed.map((entry) => ({ ...entry, finding: moveFinding(entry.finding) })),
    notices: report.notices.map((notice) =>
      notice.path === undefined ? notice : { ...notice, path: `${root}/${notice.path}` },
    ),
  };
}
