import type { Finding, Location } from '../findings/index.ts';
import { SEVERITIES } from '../findings/index.ts';
import type { Effort, ReportedFinding, WorkStep } from './audit-report.ts';

const EFFORTS: readonly Effort[] = ['one line', 'one function', 'several files'];

/** How effort is estimated, for the text that shows it. */
export const RULE_OF_THUMB =
  'Effort is estimated from the locations of a finding: “one line” (minutes) if it names a single line, ' +
  '“one function” (an hour or two) if it spans several lines or refers to code elsewhere, “several files” (half a day or more) if the same ' +
  'cause affects more than one file. Tests, reviews and releases are not included.';

export function effortOf({ location, related, flow, places = [] }: Finding): Effort {
  if (places.some((place) => place.location.path !== location.path)) return 'several files';
  const others = [...related, ...flow, ...places.map((place) => place.location)];
  const isHere = ({ path, line }: Location): boolean => path === location.path && line === location.line;
  return location.line === location.endLine && others.every(isHere) ? 'one line' : 'one function';
}

/** What to do in which order: the gravest first, and within a severity what takes least. */
export function workOrder(findings: readonly ReportedFinding[]): WorkStep[] {
  return SEVERITIES.flatMap((severity) =>
    EFFORTS.flatMap((effort) =>
      stepsOf(
        findings.filter((finding) => finding.severity === severity && finding.effort === effort),
        { severity, effort },
      ),
    ),
  );
}

/** One step for each rule, those with most findings first. */
function stepsOf(findings: readonly ReportedFinding[], bucket: Pick<WorkStep, 'severity' | 'effort'>): WorkStep[] {
  const byRule = new Map<string, ReportedFinding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  return [...byRule]
    .map(([rule, ofRule]) => ({
      ...bucket,
      rule,
      remedy: ofRule[0]?.remedy ?? '',
      findings: ofRule.map(({ id }) => id),
    }))
    .sort((a, b) => b.findings.length - a.findings.length);
}
