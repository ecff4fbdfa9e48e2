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
      'Files that this holds for: globs, names in any folder or, with a slash, relative to the folder of this file',
    ).check(z.minLength(1)),
    enable: z.optional(tables.selectors('Also show these here')),
    ...tables.shape,
  });
  return z.strictObject({
    ...shownShape(),
    baseline: z.optional(
      described(z.string().check(z.minLength(1)), 'File of `auditlint baseline`: what it holds is not reported again'),
    ),
    'cache-dir': z.optional(
      described(
        z.string().check(z.minLength(1)),
        'Folder in which scans keep what they found, in the folder of this file; `.auditlint_cache` in the scanned root unless given',
      ),
    ),
    plugins: z.optional(
      described(
        z.array(z.string().check(z.minLength(1))),
        'Packages of rules, or paths from the folder of this file; loaded only where the user passes this file with `--config`',
      ),
    ),
    exclude: z.optional(
      globs(
        'Paths that are not scanned: globs, names in any folder or, with a slash, relative to the folder of this file',
      ),
    ),
    ...chainShape(tables),
    ...tables.shape,
    overrides: z.optional(described(z.array(override), 'Settings for some paths; later ones win')),
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
        '`default` shows findings of high and medium confidence, `strict` also low confidence, tests and examples',
      ),
    ),
    'min-severity': z.optional(described(z.enum(SEVERITIES), 'The mildest severity that is shown')),
    'fail-on': z.optional(described(z.enum(FAIL_ON), 'Least severity that makes the exit code 1')),
  };
}

/** What a file says of other files, of comments and of counts. */
function chainShape(tables: ReturnType<typeof ruleTables>) {
  return {
    root: z.optional(described(z.boolean(), 'Whether no configuration in the folders above is looked at')),
    extend: z.optional(
      described(
        z.string().check(z.minLength(1)),
        'A configuration file that this one builds on, relative to this file',
      ),
    ),
    unsuppressable: z.optional(tables.selectors('No comment suppresses these')),
    honour: z.optional(
      described(
        z.array(z.enum(HONOURED)),
        'Comments of other tools that suppress what is the same in ours: `# nosec B301`, `# noqa: S301`',
      ),
    ),
    caps: z.optional(described(tables.caps, 'Findings by rule that fail nothing as long as there are no more')),
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
    select: z.optional(selectors('Show only findings of these rules, categories or severities')),
    ignore: z.optional(selectors('Show no findings of these rules, categories or severities')),
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
