import { z } from 'zod';
import { SEVERITIES } from '../findings/index.ts';
import type { ConfigurableRule } from './configuration.ts';
import { selectorNames } from './selector.ts';

/** The schema of `auditlint.toml` (and of `[tool.auditlint]`) for a set of rules. The JSON schema for editors is made from it. */
export function buildConfigurationSchema(rules: readonly ConfigurableRule[]) {
  const tables = ruleTables(rules);
  const override = z.strictObject({
    paths: globs('Files that this holds for: globs relative to the folder of this file').min(1),
    enable: tables.selectors('Also run these here').optional(),
    ...tables.shape,
  });
  return z.strictObject({
    profile: z.enum(PROFILES).describe('`default` runs rules of high and medium precision, `strict` all').optional(),
    'fail-on': z.enum(FAIL_ON).describe('Least severity that makes the exit code 1').optional(),
    exclude: globs('Paths that are not scanned: globs relative to the folder of this file').optional(),
    ...tables.shape,
    overrides: z.array(override).describe('Settings for some paths; later ones win').optional(),
  });
}

export type ConfigurationInput = z.output<ReturnType<typeof buildConfigurationSchema>>;

export const PROFILES = ['default', 'strict'] as const;
export const FAIL_ON = [...SEVERITIES, 'never'] as const;

/** The settings that a file and each of its overrides have in common. */
function ruleTables(rules: readonly ConfigurableRule[]) {
  const selector = z.enum(selectorNames(rules));
  const selectors = (description: string) => z.array(selector).describe(description);
  const severity = z.enum(SEVERITIES).optional();
  const shape = {
    select: selectors('Run only these rules, categories or severities').optional(),
    ignore: selectors('Do not run these').optional(),
    severity: z
      .strictObject(Object.fromEntries(rules.map(({ name }) => [name, severity])))
      .describe('Severity by rule')
      .optional(),
    rules: z
      .strictObject(Object.fromEntries(rules.map((rule) => [rule.name, optionsSchema(rule).optional()])))
      .describe('Options by rule')
      .optional(),
  };
  return { selectors, shape };
}

const NO_OPTIONS = z.strictObject({});

/** The schema of `[rules.<name>]`. An unknown option is an error, whatever the rule's own schema says. */
export function optionsSchema(rule: ConfigurableRule): z.ZodObject {
  return rule.options === undefined ? NO_OPTIONS : rule.options.strict();
}

function globs(description: string) {
  return z.array(z.string().min(1)).describe(description);
}
