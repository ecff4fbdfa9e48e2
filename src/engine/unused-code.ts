import { NEEDS_RUN, type RuleDocs } from '../findings/index.ts';
import { causeOf, type GradedFinding, milder } from './grade.ts';

type Docs = Pick<RuleDocs, 'harmsUnrun' | 'tellsUnused'>;

/**
 * Code that nothing runs is one thing that is wrong, whatever stands in it. Where a finding says that nothing uses it, the harms that
 * need it to run are places of that one; of a function or module of which none says so they are told as one. What a guess spoke against
 * before, and nothing runs as a function by itself, is not told: `onSilenced` takes it with the proof. Findings are those of one file.
 */
export function joinUnused(
  findings: readonly GradedFinding[],
  docsOf: (rule: string) => Docs | undefined,
  onSilenced: (finding: GradedFinding, because: string) => void,
): GradedFinding[] {
  const faces = new Map<number | undefined, GradedFinding>();
  for (const finding of findings) {
    if (docsOf(finding.rule)?.tellsUnused !== true) continue;
    // Of a whole file that is unused the first says it; what is told of a class stands in its own line, which no function has.
    const unit = finding.unused === undefined ? finding.location.line : finding.unused.from;
    if (!faces.has(unit)) faces.set(unit, finding);
  }
  const tellers = new Set(faces.values());
  return findings.flatMap((finding) => {
    const { unused, grading, rule, heldBack, severity } = finding;
    if (tellers.has(finding)) return { ...finding, cause: causeOf(finding) };
    if (unused === undefined || !NEEDS_RUN.has(grading.harm) || docsOf(rule)?.harmsUnrun === true) return finding;
    const face = faces.get(unused.from);
    if (face !== undefined) return { ...finding, cause: causeOf(face), severity: milder(severity, face.severity) };
    if (unused.from !== undefined && heldBack !== undefined) {
      onSilenced(finding, unused.because);
      return [];
    }
    faces.set(unused.from, finding);
    return { ...finding, cause: causeOf(finding) };
  });
}
