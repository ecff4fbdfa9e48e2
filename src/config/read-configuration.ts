import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, win32 } from 'node:path';
import type { Severity } from '../findings/index.ts';
import { SourceText } from '../text/index.ts';
import { parseToml } from '../text/toml/parse-toml.ts';
import { type TomlNode, type TomlTable, tomlAt } from '../text/toml/toml-node.ts';
import type {
  ConfigurableRule,
  Configuration,
  Override,
  RawOptions,
  RuleSettings,
  Selector,
  Setting,
} from './configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { describeIssue } from './describe-issue.ts';
import { isPyproject } from './find-configuration.ts';
import { buildConfigurationSchema, type ConfigurationInput } from './schema.ts';
import { parseSelector } from './selector.ts';
import { type KeyPath, KeyPlaces } from './toml/key-places.ts';

/** Reads and validates a configuration file. `shownAs` is what messages call it. Throws `ConfigurationError`. */
export function readConfiguration(file: string, shownAs: string, rules: readonly ConfigurableRule[]): Configuration {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(shownAs, 1, 1, 'the file cannot be read', { cause });
  }
  return parseConfiguration(text, { file, shownAs }, rules);
}

/** Validates the text of a configuration file. */
export function parseConfiguration(
  written: string,
  source: { readonly file: string; readonly shownAs: string },
  rules: readonly ConfigurableRule[],
): Configuration {
  const text = written.replace(/^\uFEFF/, '');
  const prefix = isPyproject(source.file) ? ['tool', 'auditlint'] : [];
  const root = readToml(text, source.shownAs);
  const table = tomlAt(root, ...prefix);
  if (table === undefined) throw new ConfigurationError(source.shownAs, 1, 1, 'there is no `[tool.auditlint]` in it');
  const places = new KeyPlaces(text, root);
  const input = validate(plainValue(table), rules, (path, problem) => {
    const { line, column } = places.of([...prefix, ...path]);
    return new ConfigurationError(source.shownAs, line, column, problem);
  });
  return new Builder(source, prefix, places, rules).build(input, written);
}

function readToml(text: string, shownAs: string): TomlTable {
  const parsed = parseToml(text);
  if (parsed.kind === 'toml') return parsed.root;
  const { line, column } = new SourceText(text).positionAt(parsed.offset);
  throw new ConfigurationError(shownAs, line, column, parsed.problem);
}

/** The value without its places; dates stay apart from texts, because no setting is one. */
function plainValue(node: TomlNode): unknown {
  if (node.kind === 'list') return node.items.map(plainValue);
  if (node.kind === 'date') return new Date(node.value);
  return node.kind === 'table'
    ? Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainValue(value)]))
    : node.value;
}

function validate(
  table: unknown,
  rules: readonly ConfigurableRule[],
  fail: (path: KeyPath, problem: string) => ConfigurationError,
): ConfigurationInput {
  const schema = buildConfigurationSchema(rules);
  const result = schema.safeParse(table, { reportInput: true });
  if (result.success) return withRawOptions(result.data, table);
  const errors = result.error.issues
    .map((issue) => describeIssue(issue, schema, rules))
    .map(({ path, problem }) => fail(path, problem));
  throw errors.sort((a, b) => a.line - b.line || a.column - b.column)[0] ?? fail([], 'not valid');
}

/**
 * Puts back the rule options as they were written. The schema fills in defaults, and a default of an override would
 * hide what the file says for all paths.
 */
function withRawOptions(input: ConfigurationInput, table: unknown): ConfigurationInput {
  // The schema has accepted the table, so it has this shape.
  const raw = table as ConfigurationInput;
  const overrides = input.overrides?.map((override, i) => ({ ...override, rules: raw.overrides?.[i]?.rules }));
  return { ...input, rules: raw.rules, overrides };
}

class Builder {
  constructor(
    readonly source: { readonly file: string; readonly shownAs: string },
    readonly prefix: KeyPath,
    readonly places: KeyPlaces,
    readonly rules: readonly ConfigurableRule[],
  ) {}

  build(input: ConfigurationInput, text: string): Configuration {
    return {
      text,
      file: this.source.file,
      folder: dirname(this.source.file),
      profile: this.#setting(input.profile, ['profile']),
      failOn: this.#setting(input['fail-on'], ['fail-on']),
      baseline: this.#pathInFolder('baseline', input.baseline),
      cacheDir: this.#pathInFolder('cache-dir', input['cache-dir']),
      exclude: input.exclude ?? [],
      overrides: (input.overrides ?? []).map((override, i) => this.#override(override, ['overrides', i])),
      ...this.#ruleSettings(input, []),
    };
  }

  /** The repository may be hostile, and this names what is read and written. */
  #pathInFolder(key: 'baseline' | 'cache-dir', path: string | undefined): Setting<string> | undefined {
    if (path === undefined) return undefined;
    const leaves = isAbsolute(path) || win32.isAbsolute(path) || path.split(/[\\/]/).includes('..');
    if (!leaves) return this.#setting(path, [key]);
    const { line, column } = this.places.of([...this.prefix, key]);
    const problem = `\`${key}\` must be a path in the folder of this file; \`--${key}\` takes any other`;
    throw new ConfigurationError(this.source.shownAs, line, column, problem);
  }

  #override(input: NonNullable<ConfigurationInput['overrides']>[number], path: KeyPath): Override {
    return {
      paths: input.paths,
      origin: this.#origin(path),
      enable: this.#selectors(input.enable, [...path, 'enable']) ?? [],
      ...this.#ruleSettings(input, path),
    };
  }

  #ruleSettings(
    input: Pick<ConfigurationInput, 'select' | 'ignore' | 'severity' | 'rules'>,
    path: KeyPath,
  ): RuleSettings {
    return {
      select: this.#selectors(input.select, [...path, 'select']),
      ignore: this.#selectors(input.ignore, [...path, 'ignore']) ?? [],
      severity: this.#byRule<Severity>(input.severity, [...path, 'severity']),
      options: this.#byRule<RawOptions>(input.rules, [...path, 'rules']),
    };
  }

  #selectors(words: readonly string[] | undefined, path: KeyPath): Setting<Selector>[] | undefined {
    return words?.flatMap((word, i) => {
      const selector = parseSelector(word, this.rules);
      return selector === undefined ? [] : [{ value: selector, origin: this.#origin([...path, i]) }];
    });
  }

  #byRule<T>(table: Readonly<Record<string, unknown>> | undefined, path: KeyPath): Map<string, Setting<T>> {
    const entries = Object.entries(table ?? {}).filter(([, value]) => value !== undefined);
    // The schema has checked the values to be what the caller names.
    return new Map(
      entries.map(([name, value]) => [name, { value: value as T, origin: this.#origin([...path, name]) }]),
    );
  }

  #setting<T>(value: T | undefined, path: KeyPath): Setting<T> | undefined {
    return value === undefined ? undefined : { value, origin: this.#origin(path) };
  }

  #origin(path: KeyPath): string {
    return `${this.source.shownAs}:${this.places.of([...this.prefix, ...path]).line}`;
  }
}
