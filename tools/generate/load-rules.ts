import { pathToFileURL } from 'node:url';
import type { RegisteredRule, Rule } from '../../src/kit/index.ts';
import type { RuleFile } from './rule-files.ts';

export interface LoadedRules {
  readonly rules: readonly RegisteredRule[];
  /** Rule files that could not be imported, each with the reason. The rest is still generated. */
  readonly failures: readonly string[];
}

/** Imports each rule file. One broken file does not keep the others from being generated. */
export async function loadRules(files: readonly RuleFile[]): Promise<LoadedRules> {
  const rules: RegisteredRule[] = [];
  const failures: string[] = [];
  for (const file of files) {
    try {
      rules.push({ category: file.category, name: file.name, rule: await importRule(file) });
    } catch (error) {
      failures.push(`${file.path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { rules, failures };
}

/** The default export of one rule file. */
export async function importRule(file: RuleFile): Promise<Rule> {
  // What a module exports is unknown until it is looked at below.
  const module = (await import(pathToFileURL(file.path).href)) as { readonly default?: Rule };
  if (module.default?.docs === undefined) throw new Error('no default export made by define…Rule');
  return module.default;
}
