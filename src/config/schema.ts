import * as z from 'zod/mini';
import { SEVERITIES } from '../findings/index.ts';
import { FAIL_ON, HONOURED, PROFILES } from './choices.ts';
import type { ConfigurableRule } from './configuration.ts';
import { selectorNames } from './selector.ts';

/**
 * The schema of `auditlint.toml` (and of `[tool.auditlint]`) for a set of rules. The JSON schema for editors is made from it, without the
 * `retired` ones, whose names are accepted.
 */
export function buildConfigurationSchema(rules: readonly ConfigurableRule[], retired: readonly string[] = []) {
  const known = new Set(rules.map(({ name }) => name));
  const tables = ruleTables(
    rules,
    retired.filter((name) => !known.has(name)),
  );
  const override = z.strictObject({
    paths: globs(
      'Files that this entry applies to: globs that match a name in any folder or, with a slash, a path relative to the folder of this file',
    ).check(z.minLength(1)),
    enable: z.optional(tables.selectors('Rules, categories or severities to report in addition')),
    ...tables.shape,
  });
  return z.strictObject({
    ...shownShape(),
    baseline: z.optional(
      described(z.string().check(z.minLength(1)), 'Baseline file: the findings in it are not reported'),
    ),
    'cache-dir': z.optional(
      described(
        z.string().check(z.minLength(1)),
        'Cache folder, inside the folder of this file (default: `.auditlint_cache` in the scanned root)',
      ),
    ),
    plugins: z.optional(
      described(
        z.array(z.string().check(z.minLength(1))),
        'Plug-ins: package names, or paths relative to the folder of this file; loaded only if the user passes this file with `--config`',
      ),
    ),
    exclude: z.optional(
      globs(
        'Paths that are not scanned: globs that match a name in any folder or, with a slash, a path relative to the folder of this file',
      ),
    ),
    ...chainShape(tables),
    ...tables.shape,
    overrides: z.optional(described(z.array(override), 'Settings for some paths; later entries win')),
  });
}

export type ConfigurationSchema = ReturnType<typeof buildConfigurationSchema>;
export type ConfigurationInput = z.output<ConfigurationSchema>;

/** What a file says of the findings that are shown, and of those that fail. */
function shownShape() {
  return {
    profile: z.optional(
      described(
        z.enum(PROFILES),
        '`default` reports findings of high and medium confidence; `strict` adds low confidence, tests and examples',
      ),
    ),
    'min-severity': z.optional(described(z.enum(SEVERITIES), 'Lowest severity that is reported')),
    'fail-on': z.optional(described(z.enum(FAIL_ON), 'Lowest severity that makes the exit code 1')),
  };
}

/** What a file says of other files, of comments and of counts. */
function chainShape(tables: ReturnType<typeof ruleTables>) {
  return {
    root: z.optional(described(z.boolean(), 'Whether to ignore configuration files in parent folders')),
    extend: z.optional(
      described(z.string().check(z.minLength(1)), 'Configuration file that this one extends, relative to this file'),
    ),
    unsuppressable: z.optional(tables.selectors('Rules that comments cannot suppress')),
    honour: z.optional(
      described(
        z.array(z.enum(HONOURED)),
        'Tools whose comments also suppress the equivalent auditlint rule: `# nosec B301`, `# noqa: S301`',
      ),
    ),
    caps: z.optional(described(tables.caps, 'Number of findings that each rule may have without failing the scan')),
  };
}

/** The settings that a file and each of its overrides have in common. */
function ruleTables(rules: readonly ConfigurableRule[], retired: readonly string[]) {
  const names = [...rules.map(({ name }) => name), ...retired];
  const selector = z.enum([...selectorNames(rules), ...retired]);
  const selectors = (description: string) => described(z.array(selector), description);
  const severity = z.optional(z.enum(SEVERITIES));
  const severities = z.strictObject(Object.fromEntries(names.map((name) => [name, severity])));
  const options = z.strictObject({
    ...Object.fromEntries(retired.map((name) => [name, ANY_OPTIONS])),
    ...Object.fromEntries(rules.map((rule) => [rule.name, optionalOptions(rule)])),
  });
  const shape = {
    select: z.optional(selectors('Report only findings of these rules, categories or severities')),
    ignore: z.optional(selectors('Do not report findings of these rules, categories or severities')),
    severity: z.optional(described(severities, 'Severity by rule')),
    rules: z.optional(described(options, 'Options by rule')),
  };
  const cap = z.optional(z.int().check(z.minimum(0)));
  const caps = z.strictObject(Object.fromEntries(names.map((name) => [name, cap])));
  return { selectors, shape, caps };
}

const NO_OPTIONS = z.strictObject({});
const ANY_OPTIONS = z.optional(z.record(z.string(), z.unknown()));
/** One for all rules: editors' schema would hold a definition for each. */
const NO_OPTIONS_OR_NONE = z.optional(NO_OPTIONS);

const optionalOptions = (rule: ConfigurableRule) =>
  rule.options === undefined ? NO_OPTIONS_OR_NONE : z.optional(optionsSchema(rule));

/** The schema of `[rules.<name>]`. An unknown option is an error, whatever the rule's own schema says. */
export function optionsSchema(rule: Pick<ConfigurableRule, 'options'>): z.ZodMiniObject {
  return rule.options === undefined ? NO_OPTIONS : z.strictObject({ ...rule.options._zod.def.shape });
}

function globs(description: string) {
  return described(z.array(z.string().check(z.minLength(1))), description);
}

/** The description is for the JSON schema that editors read. */
function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  return schema.check(z.describe(description));
}
