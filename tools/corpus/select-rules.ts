import type { RegisteredRule } from '../../src/kit/index.ts';
import { loadRules } from '../generate/load-rules.ts';
import { findRuleFiles } from '../generate/rule-files.ts';

/**
 * Rules by name, category (`errors`) or all, in the order of the registry, as their files stand. A file that cannot be
 * loaded is told and left out, so that a rule half written does not stop the work on another; the run has failed then.
 */
export async function selectRules(
  root: string,
  words: readonly string[],
  log: (problem: string) => void,
): Promise<readonly RegisteredRule[]> {
  const files = findRuleFiles(root);
  const isWanted = (word: string, { name, category }: { readonly name: string; readonly category: string }): boolean =>
    word === name || word === category;
  const unknown = words.find((word) => !files.some((file) => isWanted(word, file)));
  if (unknown !== undefined) throw new Error(`there is no rule and no category \`${unknown}\``);
  const { rules, failures } = await loadRules(
    files.filter((file) => words.length === 0 || words.some((word) => isWanted(word, file))),
  );
  for (const failure of failures) log(failure);
  return rules;
}

/** `a,b` and `c` given apart are `a`, `b`, `c`. */
export function splitWords(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).filter((word) => word !== '');
}
