import type { CommandLineSettings } from '../config/index.ts';
import type { RuleDescription } from '../findings/index.ts';

/** All rules in the strict profile, whatever the configuration leaves out: a claim may be about any of them. */
export const everyRule = (rules: readonly RuleDescription[]): CommandLineSettings => ({
  profile: 'strict',
  select: rules.map(({ name }) => ({ kind: 'rule', name })),
  ignore: [],
});
