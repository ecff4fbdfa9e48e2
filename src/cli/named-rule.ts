import { configurableRules } from '../audit/index.ts';
import { suggestion } from '../config/index.ts';
import { retiredSentence } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import { UsageError } from './usage-error.ts';

/** Refuses the name of a rule that there is not, with the nearest that there is. */
export function checkRuleName(name: string, rules: readonly RegisteredRule[]): void {
  const names = configurableRules(rules).map((rule) => rule.name);
  if (!names.includes(name))
    throw new UsageError(
      retiredSentence(name) ?? `unknown rule \`${name}\`${suggestion(name, names) || '; `auditlint rules` lists them'}`,
    );
}
