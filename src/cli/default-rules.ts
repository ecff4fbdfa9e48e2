/**
 * All rules, with the code of those that run where nothing is configured: it is a third of all, and Node 20 compiles what it loads each
 * time. A scan by which another one is to run ends in `UnloadedRule`.
 */
import { defaultRules, otherRules } from '../../rules/default-profile.generated.ts';
import type { RuleDocs, Severity } from '../findings/index.ts';
import type { RegisteredRule } from '../kit/index.ts';
import { compareText } from '../text/index.ts';

const NOTHING_TOLD: Omit<RuleDocs, 'ceiling'> = {
  summary: '',
  why: '',
  remedy: '',
  harm: 'drifts',
  precision: 'low',
  profile: 'strict',
  since: '',
  cwe: [],
  origin: [],
  bad: '',
  good: '',
};

/** In the order of the registry. */
export const rules: readonly RegisteredRule[] = [
  ...defaultRules,
  ...Object.entries(otherRules).flatMap(([group, names]) => names.trim().split(/\s+/).map(unloadedIn(group))),
].sort((a, b) => compareText(a.category, b.category) || compareText(a.name, b.name));

function unloadedIn(group: string): (name: string) => RegisteredRule {
  const [category = '', ceiling] = group.split(' ');
  // The generator wrote a severity there.
  const docs: RuleDocs = { ...NOTHING_TOLD, ceiling: ceiling as Severity };
  const none = new Set<never>();
  const rule = { type: 'source', docs, options: undefined, skips: none, mentions: [], needs: none, visit: {} } as const;
  return (name) => ({ category, name, rule, isUnloaded: true });
}
