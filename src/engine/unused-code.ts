import { NEEDS_RUN, type RuleDocs } from '../findings/index.ts';
import { causeOf, type GradedFinding, milder } from './grade.ts';

type Docs = Pick<RuleDocs, 'harmsUnrun' | 'tellsUnused'>;

/**
 * Code that nothing runs is one thing that is wrong, whatever stands in it. Where a finding says that nothing uses it, the harms that
 * need it to run are places of that one; those of a module of which none says so are told as one. What cannot come about in a single
 * function of which no finding speaks is not told: `onSilenced` takes it with its proof. Findings are those of one file.
 */
export function joinUnused(
  findings: readonly GradedFinding[],
  docsOf: (rule: string) => Docs | undefined,
  onSilenced: (finding: GradedFinding, because: string) => void,
): GradedFinding[] {
  const tellers = findings.filter(({ rule }) => docsOf(rule)?.tellsUnused === true);
  const faces = new Map<number | undefined, GradedFinding>();
  const joined: GradedFinding[] = [];
  for (const finding of findings) {
    const { unused, grading, rule } = finding;
    if (unused === undefined || !NEEDS_RUN.has(grading.harm) || docsOf(rule)?.harmsUnrun === true) {
      joined.push(finding);
      continue;
    }
    const { from } = unused;
    const teller = tellers.find((each) =>
      from === undefined ? each.unused?.from === undefined : each.location.line === from,
    );
    const face = teller ?? faces.get(from);
    if (face === undefined && from !== undefined) onSilenced(finding, unused.because);
    else if (face === undefined) faces.set(from, finding), joined.push({ ...finding, cause: causeOf(finding) });
    else joined.push({ ...finding, cause: causeOf(face), severity: milder(finding.severity, face.severity) });
  }
  return joined.map((each) => (tellers.includes(each) ? { ...each, cause: causeOf(each) } : each));
}
