import { optionsSchema } from '../src/config/index.ts';
import { DEFAULT_LIMITS, type ScanOptions } from '../src/engine/index.ts';
import type { Profile } from '../src/findings/index.ts';
import type { RegisteredRule } from '../src/kit/index.ts';

/** Every rule in the strict profile with the options it has unless told otherwise, on every file: as if nobody had configured anything. */
export function strictOptions(rules: readonly RegisteredRule[], today: string): ScanOptions {
  return optionsInProfile('strict', rules, today);
}

/** The same in any profile. */
export function optionsInProfile(profile: Profile, rules: readonly RegisteredRule[], today: string): ScanOptions {
  const every = {
    rules: new Map(rules.map(({ name, rule }) => [name, { profile, options: optionsSchema(rule).parse({}) }])),
  };
  return { optionsFor: () => every, project: every, today, limits: DEFAULT_LIMITS };
}
