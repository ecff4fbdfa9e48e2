import type { RuleDescription, RuleDocs } from '../../findings/index.ts';

/** The rules that the engine itself reports, about suppressions. They are configured like any other. */
export const ENGINE_RULES: readonly RuleDescription[] = [
  {
    name: 'suppression-without-reason',
    category: 'suppressions',
    docs: docs({
      summary: 'suppression without a reason',
      why: 'Without a reason, nobody can judge later whether the defect is still acceptable.',
      remedy: 'Write the reason after the bracket.',
      bad: 'rows = load(path)  # auditlint: ignore[unsafe-deserialization]',
      good: 'rows = load(path)  # auditlint: ignore[unsafe-deserialization] written by the same process',
    }),
  },
  {
    name: 'suppression-unused',
    category: 'suppressions',
    docs: docs({
      summary: 'suppression without a matching finding',
      why: 'It hides the defect if it comes back, and makes readers look for a problem that does not exist.',
      remedy: 'Delete the rule from the comment, or the comment.',
      bad: 'total = 1 + 1  # auditlint: ignore[bare-except] legacy',
      good: 'total = 1 + 1',
      fixes: [{ title: 'Remove the rule from the comment', safety: 'safe', because: 'it suppresses nothing' }],
    }),
  },
  {
    name: 'suppression-expired',
    category: 'suppressions',
    docs: docs({
      summary: 'suppression past its `until` date',
      why: 'The defect was accepted until a date that has passed, so it is reported again.',
      remedy: 'Fix the defect, or agree on a new date.',
      bad: 'rows = load(path)  # auditlint: ignore[unsafe-deserialization] until=2020-01-31 replaced in January',
      good: 'rows = load(path)  # auditlint: ignore[unsafe-deserialization] until=2199-01-31 replaced in January',
    }),
  },
  {
    name: 'suppression-unknown-rule',
    category: 'suppressions',
    docs: docs({
      summary: 'suppression of an unknown rule',
      why: 'It suppresses nothing, and its author believes that it does.',
      remedy: 'Name an existing rule; `auditlint rules` lists them.',
      bad: 'rows = load(path)  # auditlint: ignore[unsafe-loading] written by us',
      good: 'rows = load(path)  # auditlint: ignore[unsafe-deserialization] written by us',
    }),
  },
  {
    name: 'suppression-malformed',
    category: 'suppressions',
    docs: docs({
      summary: 'malformed suppression comment',
      why: 'It suppresses nothing, and its author believes that it does.',
      remedy: 'Write `# auditlint: ignore[rule-name] reason`, or `ignore-file[rule-name]` on a line of its own.',
      bad: 'rows = load(path)  # auditlint: ignore',
      good: 'rows = load(path)  # auditlint: ignore[unsafe-deserialization] written by us',
    }),
  },
];

function docs(text: Pick<RuleDocs, 'summary' | 'why' | 'remedy' | 'bad' | 'good' | 'fixes'>): RuleDocs {
  return { ...text, harm: 'dead-code', severity: 'P3', precision: 'high', since: '0.1.0', cwe: [], origin: [] };
}
