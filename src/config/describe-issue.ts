import type * as z from 'zod/mini';
import { SEVERITIES } from '../findings/index.ts';
import type { ConfigurableRule } from './configuration.ts';
import { suggestion } from './nearest.ts';
import { unknownSelector } from './selector.ts';
import type { KeyPath } from './toml/key-places.ts';

/** What is wrong with a configuration, in one sentence without its place, and the key that it is about. */
export interface DescribedIssue {
  readonly path: KeyPath;
  readonly problem: string;
}

/** Turns one finding of the schema into words for a person who wrote TOML, not TypeScript. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  schema: z.core.$ZodType,
  rules: readonly ConfigurableRule[],
): DescribedIssue {
  // Symbols are not keys of TOML.
  const path = issue.path as KeyPath;
  const key = path.filter((part) => typeof part === 'string').join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknownKey(path, issue.keys[0] ?? '', schema);
    case 'invalid_value':
      return { path, problem: describeValue(key, path, issue.input, issue.values, rules) };
    case 'invalid_type':
      return { path, problem: describeType(key, path, issue.expected, issue.input) };
    case 'too_small':
      return {
        path,
        problem: `\`${key}\` must ${issue.origin === 'array' || issue.origin === 'string' ? 'not be empty' : `be at least ${issue.minimum}`}`,
      };
    case 'too_big':
      return { path, problem: `\`${key}\` must be at most ${issue.maximum}` };
    default:
      return { path, problem: `\`${key}\`: ${lowerFirst(issue.message)}` };
  }
}

function describeUnknownKey(path: KeyPath, key: string, schema: z.core.$ZodType): DescribedIssue {
  const valid = keysAt(schema, path);
  const place = [...path, key];
  const table = path.filter((part) => typeof part === 'string');
  const last = table.at(-1);
  const owner =
    last === 'rules' || last === 'severity' || last === 'caps'
      ? 'rule'
      : table.at(-2) === 'rules'
        ? `option of \`${last}\``
        : 'key';
  const none = owner.startsWith('option') && valid.length === 0 ? '; the rule has no options' : '';
  const known =
    owner.startsWith('option') && valid.length > 0 ? `; it has ${valid.map((name) => `\`${name}\``).join(', ')}` : '';
  const hint = REPLACED.get(key) ?? (suggestion(key, valid) || none || known);
  return { path: place, problem: `unknown ${owner} \`${key}\`${hint}` };
}

/** Keys that people look for, with what says the same today. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  ['held-back', '; `profile = "strict"` shows findings of low confidence'],
  ['confidence', '; `profile = "strict"` shows findings of low confidence'],
  ['ceiling', '; `[severity]` sets the severity of a rule'],
]);

function describeValue(
  key: string,
  path: KeyPath,
  input: unknown,
  values: readonly unknown[],
  rules: readonly ConfigurableRule[],
): string {
  const isSelector =
    typeof path.at(-1) === 'number' && ['select', 'ignore', 'enable', 'unsuppressable'].includes(String(path.at(-2)));
  if (isSelector && typeof input === 'string') return unknownSelector(input, rules);
  if (input === undefined) return `\`${key}\` is missing`;
  if (isSelector) return `an element of \`${key}\` must be a string, not ${show(input)}`;
  const choices = values.length > 0 ? values : SEVERITIES;
  const words = choices.map((value) => JSON.stringify(value));
  return `\`${key}\` must be ${words.length > 8 ? 'a known name' : joinOr(words)}, not ${show(input)}`;
}

function describeType(key: string, path: KeyPath, expected: string, input: unknown): string {
  if (input === undefined) return `\`${key}\` is missing`;
  const subject =
    typeof path.at(-1) === 'number' ? `an element of \`${key}\`` : key === '' ? 'the configuration' : `\`${key}\``;
  return `${subject} must be ${TYPE_WORDS.get(expected) ?? expected}, not ${show(input)}`;
}

const TYPE_WORDS = new Map([
  ['array', 'a list'],
  ['string', 'a string'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a table'],
  ['record', 'a table'],
]);

function show(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  if (input instanceof Date) return 'a date';
  if (typeof input === 'object' && input !== null) return 'a table';
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Keys of the object schema at a path. */
function keysAt(schema: z.core.$ZodType, path: KeyPath): string[] {
  let current = definitionOf(schema);
  for (const part of path) {
    const inner =
      typeof part === 'number' ? current?.element : Object.hasOwn(current?.shape ?? {}, part) && current?.shape?.[part];
    current = definitionOf(inner === false ? undefined : inner);
  }
  return Object.keys(current?.shape ?? {});
}

/** What the definitions of objects, lists and wrappers have, by which a schema is walked. Source: https://zod.dev/packages/core */
interface SchemaDefinition {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
}

/** The definition below what makes a schema optional. */
function definitionOf(schema: z.core.$ZodType | undefined): SchemaDefinition | undefined {
  // Each kind of schema has some of these members; none has another member of such a name.
  let definition = schema?._zod.def as SchemaDefinition | undefined;
  while (definition?.innerType !== undefined) definition = definition.innerType._zod.def as SchemaDefinition;
  return definition;
}

function joinOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
