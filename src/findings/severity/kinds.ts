import { SEVERITIES, type Severity } from '../finding.ts';
import type { RuleDocs } from '../rule-docs.ts';

/** A kind of findings, without a name where its rule tells none apart. */
export interface StatedKind {
  readonly kind: string | undefined;
  readonly severity: Severity;
}

/** The kinds of findings that a rule distinguishes, the common one first. */
export function kindsOf({ severity }: Pick<RuleDocs, 'severity'>): readonly StatedKind[] {
  if (typeof severity === 'string') return [{ kind: undefined, severity }];
  return Object.entries(severity).map(([kind, each]) => ({ kind, severity: each }));
}

/** The kind of this name, or the common one where none is given. Throws where the rule states nothing of that kind. */
export function statedKind(docs: Pick<RuleDocs, 'severity'>, kind: string | undefined): StatedKind {
  const kinds = kindsOf(docs);
  const found = kind === undefined ? kinds[0] : kinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no severity is stated for findings of the kind \`${kind}\``);
  return found;
}

/** The worst that a finding of the rule can have. */
export function worstOf(docs: Pick<RuleDocs, 'severity'>): Severity {
  const stated = kindsOf(docs).map(({ severity }) => severity);
  return SEVERITIES.find((severity) => stated.includes(severity)) ?? 'P3';
}
