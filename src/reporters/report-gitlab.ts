import { type Severity, uniqueFingerprints } from '../findings/index.ts';
import { placesInCheckout } from './file-places.ts';
import { findingText } from './finding-text.ts';
import { jsonDocument } from './json-document.ts';
import type { Report } from './report.ts';

/**
 * Code Quality as GitLab reads it (docs.gitlab.com/ci/testing/code_quality, "Import code quality results"): an array, also
 * when it is empty. `type` and `categories` are not for GitLab but for the readers of Code Climate (SPEC.md of
 * codeclimate/platform, "Issues"), Jenkins among them, which fail without. It knows lines, no columns. Of findings with equal fingerprints GitLab shows one, and it adds up the
 * reports of all jobs, so the folder that was scanned is part of them, and the file where it has to be.
 */
export function formatGitlab(report: Report): string {
  const places = placesInCheckout(report);
  const fingerprints = uniqueFingerprints(report.findings);
  return jsonDocument(
    report.findings.map((finding, index) => {
      const { path, line, endLine } = places.of(finding.location);
      return {
        type: 'issue',
        description: findingText(finding, (path) => places.path(path)),
        check_name: finding.rule,
        categories: [CATEGORY[finding.category] ?? 'Bug Risk'],
        fingerprint: places.path(fingerprints[index] ?? finding.fingerprint),
        severity: SEVERITY[finding.severity],
        location: { path, lines: { begin: line, end: endLine } },
      };
    }),
  );
}

const SEVERITY: Readonly<Record<Severity, string>> = { P0: 'blocker', P1: 'critical', P2: 'major', P3: 'minor' };

/** Of the eight words that the specification has; what the other categories find is a risk of bugs. */
const CATEGORY: Readonly<Record<string, string>> = {
  imports: 'Clarity',
  resources: 'Performance',
  security: 'Security',
};
