import type { ConfigurableRule } from '../config/index.ts';
import { equivalentsOf, namesOfDefect } from '../knowledge/defect-names.ts';

/**
 * The rules that someone may mean: by name, by the check of another tool or the CWE (`S608`, `py/sql-injection`, `CWE-89`), or else by what
 * the defect is commonly called. The exact ones where there are any.
 */
export function rulesCalled(words: string, rules: readonly ConfigurableRule[]): readonly ConfigurableRule[] {
  const wanted = words.trim().toLowerCase();
  const isCode = (code: string): boolean => code.toLowerCase() === wanted || code.toLowerCase().endsWith(` ${wanted}`);
  const matching = (test: (rule: ConfigurableRule) => boolean): readonly ConfigurableRule[] => rules.filter(test);
  const attempts = [
    ({ name }: ConfigurableRule) => name === wanted,
    ({ name, docs }: ConfigurableRule) => [...equivalentsOf(name), ...docs.cwe.map((id) => `CWE-${id}`)].some(isCode),
    ({ name }: ConfigurableRule) => namesOfDefect(name).includes(wanted),
    ({ name, docs }: ConfigurableRule) =>
      wanted.length > 2 && [...namesOfDefect(name), docs.summary.toLowerCase()].some((each) => each.includes(wanted)),
  ];
  return attempts.map(matching).find((found) => found.length > 0) ?? [];
}
