import { SEVERITIES, type Severity } from '../finding.ts';
import type { RuleDocs } from '../rule-docs.ts';

/** The kinds of findings that a rule tells apart, the common one first; without a name where it tells none apart. */
export function kindsOf({ severity }: Pick<RuleDocs, 'severity'>): readonly {
  readonly kind: string | undefined;
  readonly severity: Severity;
}[] {
  if (typeof severity === 'string') return [{ kind: undefined, severity }];
  return Object.entries(severity).map(([kind, each]) => ({ kind, severity: each }));
}

/** What a rule states for a kind of its findings, or for the common one. Throws where it states nothing of that kind. */
export function severityOfKind(docs: Pick<RuleDocs, 'severity'>, kind: string | undefined): Severity {
  const kinds = kindsOf(docs);
  const found = kind === undefined ? kinds[0] : kinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no severity is stated for findings of the kind \`${kind}\``);
  return found.severity;
}

/** The worst that a finding of the rule can have. */
export function worstOf(docs: Pick<RuleDocs, 'severity'>): Severity {
  const stated = kindsOf(docs).map(({ severity }) => severity);
  return SEVERITIES.find((severity) => stated.includes(severity)) ?? 'P3';
}
