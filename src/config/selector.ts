import { retiredSentence, SEVERITIES, type Severity } from '../findings/index.ts';
import type { ConfigurableRule, Selector } from './configuration.ts';
import { suggestion } from './nearest.ts';

/** Every word that `select`, `ignore` and `enable` understand. */
export function selectorNames(rules: readonly ConfigurableRule[]): string[] {
  return [...new Set([...rules.map(({ name }) => name), ...rules.map(({ category }) => category), ...SEVERITIES])];
}

/** Reads one selector. A rule wins over a category of the same name. */
export function parseSelector(word: string, rules: readonly ConfigurableRule[]): Selector | undefined {
  if (rules.some(({ name }) => name === word)) return { kind: 'rule', name: word };
  if (rules.some(({ category }) => category === word)) return { kind: 'category', name: word };
  const severity = SEVERITIES.find((name) => name === word.toUpperCase());
  return severity === undefined ? undefined : { kind: 'severity', name: severity };
}

/** One sentence for a word that is no selector. */
export function unknownSelector(word: string, rules: readonly ConfigurableRule[]): string {
  const hint = suggestion(word, selectorNames(rules));
  return (
    retiredSentence(word) ?? `unknown rule, category or severity \`${word}\`${hint || '; `auditlint rules` lists them'}`
  );
}

/** Of a rule's findings, the severities that a selector means: all where it names the rule or its category. */
export function selected(selector: Selector, rule: ConfigurableRule): readonly Severity[] {
  if (selector.kind === 'severity') return [selector.name];
  return selector.name === (selector.kind === 'rule' ? rule.name : rule.category) ? SEVERITIES : [];
}
