/** What a plug-in exports, checked, as rules that the engine can run. */
import * as z from 'zod/mini';
import { CHILD_FIELDS } from '../ast/index.ts';
import { ENGINE_RULES } from '../engine/index.ts';
import { HARMS, type RuleDocs, SEVERITIES } from '../findings/index.ts';
import type { RegisteredRule, Rule } from '../kit/index.ts';
import { KIT_VERSION, type PluginArtifacts } from '../kit/plugin/define-plugin.ts';
import type { FileRole } from '../semantics/index.ts';
import { boundedCalls } from './bounded-call.ts';
import { guardedArtifactRule, guardedProjectRule, guardedSourceRule } from './guarded-rules.ts';
import { optionsSchema } from './options-schema.ts';
import { PLAIN_MESSAGES } from './plain-messages.ts';
import { PluginError } from './plugin-error.ts';

/** A plug-in that can be used. */
export interface ReadPlugin {
  readonly name: string;
  readonly rules: readonly { readonly name: string; readonly rule: Rule }[];
}

/** Checks what a plug-in exports by default, beside the rules that there are already. Throws `PluginError`. */
export function readPlugin(exported: unknown, shownAs: string, others: readonly RegisteredRule[]): ReadPlugin {
  const fail = (problem: string): PluginError => new PluginError(`the plug-in \`${shownAs}\` ${problem}`);
  if (typeof exported !== 'object' || exported === null) {
    throw fail(
      `does not export a plug-in; write \`export default definePlugin({ kitVersion: ${KIT_VERSION}, name, rules })\``,
    );
  }
  // Before its parts are looked at, which another version may have otherwise.
  const { kitVersion } = exported as { readonly kitVersion?: unknown };
  if (kitVersion !== KIT_VERSION) {
    const written = kitVersion === undefined ? 'states no kit version' : `is written for kit version ${kitVersion}`;
    throw fail(`${written}, but this auditlint has kit version ${KIT_VERSION}; see docs/kit.md`);
  }
  const parsed = PLUGIN.safeParse(exported, PLAIN_MESSAGES);
  if (!parsed.success) throw fail(describe(parsed.error.issues[0]));
  const { name, rules } = parsed.data;
  const taken = [...others, ...ENGINE_RULES].flatMap((other) => [other.name, other.category]);
  if (taken.includes(name)) throw fail(`is named \`${name}\`, which is already the name of a category or rule`);
  const names = Object.keys(rules);
  if (names.length === 0) throw fail('has no rules');
  const twice = names.find((each) => taken.includes(each) || each === name);
  if (twice !== undefined)
    throw fail(`has a rule \`${twice}\`, which is already the name of a rule, category or plug-in`);
  return {
    name,
    rules: Object.entries(rules).map(([each, rule]) => ({ name: each, rule: toRule(rule) })),
  };
}

const SLUG = z.string().check(z.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'lower case, with hyphens'));
const TEXT = z.string().check(z.regex(/\S/, 'a text'));
const FUNCTION = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'a function');

/** The compiler says when a role is missing. */
const ROLES = {
  library: true,
  'entry-point': true,
  script: true,
  test: true,
  example: true,
  benchmark: true,
  documentation: true,
  generated: true,
  vendored: true,
  stub: true,
  notebook: true,
} satisfies Record<FileRole, true>;

const ARTIFACTS = { compose: true, dockerfile: true, requirements: true, workflow: true } satisfies Record<
  keyof PluginArtifacts,
  true
>;

const DOCS = z.strictObject({
  summary: TEXT,
  why: TEXT,
  remedy: TEXT,
  harm: z.enum(keysOf(HARMS)),
  severity: z.union(
    [z.enum(SEVERITIES), z.record(TEXT, z.enum(SEVERITIES)).check(z.refine((kinds) => Object.keys(kinds).length > 0))],
    'P0, P1, P2 or P3, or a table of them by kind of finding',
  ),
  precision: z.enum(['high', 'medium', 'low']),
  since: TEXT,
  cwe: z.array(z.int()),
  origin: z.array(z.strictObject({ document: TEXT, finding: TEXT })),
  bad: z.string(),
  good: z.string(),
  fixes: z.optional(z.array(z.strictObject({ title: TEXT, safety: z.enum(['safe', 'unsafe']), because: TEXT }))),
  measured: z.optional(z.strictObject({ read: z.int(), right: z.int(), on: TEXT })),
});

const OPTION = z.strictObject({
  default: z.union(
    [z.boolean(), z.number(), z.string(), z.array(z.string())],
    'true or false, a number, a string or a list of strings',
  ),
  description: TEXT,
});

const COMMON = { docs: DOCS, options: z.optional(z.record(SLUG, OPTION)) };
const SKIPS = z.optional(z.array(z.enum(keysOf(ROLES))));

const RULE = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('source'),
    ...COMMON,
    skips: SKIPS,
    mentions: z.optional(z.array(z.string())),
    visit: z.partialRecord(z.enum(keysOf(CHILD_FIELDS)), FUNCTION),
  }),
  z.strictObject({ type: z.literal('project'), ...COMMON, skips: SKIPS, facts: z.optional(FUNCTION), check: FUNCTION }),
  z.strictObject({ type: z.literal('artifact'), ...COMMON, artifact: z.enum(keysOf(ARTIFACTS)), check: FUNCTION }),
]);

const PLUGIN = z.strictObject({ kitVersion: z.literal(KIT_VERSION), name: SLUG, rules: z.record(SLUG, RULE) });

function toRule(rule: z.output<typeof RULE>): Rule {
  // Optional members are left out or given, and the schema has looked at each of them.
  const docs = rule.docs as RuleDocs;
  const options = rule.options && optionsSchema(rule.options);
  const bounded = boundedCalls();
  switch (rule.type) {
    case 'source':
      return guardedSourceRule({ ...rule, docs, options, bounded });
    case 'project':
      return guardedProjectRule({ ...rule, docs, options, bounded });
    case 'artifact':
      return guardedArtifactRule({ ...rule, docs, options, bounded });
  }
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  // An object of ours, whose keys are those of its type.
  return Object.keys(table) as K[];
}

/** `has a wrong `rules.print-call.docs.harm`: …`. */
function describe(issue: z.core.$ZodIssue | undefined): string {
  const [inner] = issue?.code === 'invalid_key' ? issue.issues : [];
  const path = issue?.path.map(String).join('.') ?? '';
  const shown = path === '' ? 'definition' : `\`${path}\``;
  return `has a wrong ${shown}: ${(inner ?? issue)?.message ?? 'not as the kit defines it'}`;
}
