import type { RegisteredRule } from '../kit/index.ts';
import type { Plugin } from '../kit/plugin/define-plugin.ts';
import { readPlugin } from '../plugins/read-plugin.ts';

/** The rules of a plug-in as a scan would have them. Throws what a scan would say of it. */
export function registeredRules(plugin: Plugin): RegisteredRule[] {
  const { name: category, rules } = readPlugin(plugin, plugin.name, []);
  return rules.map(({ name, rule }) => ({ name, category, rule }));
}
