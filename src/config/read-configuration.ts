import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve, win32 } from 'node:path';
import { RETIRED_RULES, type Severity } from '../findings/index.ts';
import { leadsOut, type Position, relativePath, SourceText } from '../text/index.ts';
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
import { buildConfigurationSchema, type ConfigurationInput, type ConfigurationSchema } from './schema.ts';
import { parseSelector } from './selector.ts';
import { type KeyPath, KeyPlaces } from './toml/key-places.ts';

/** Where a configuration comes from, and what it may name. */
export interface ConfigurationSource {
  /** How messages name a file. */
  readonly showPath: (file: string) => string;
  /** The folder that `extend` may not leave; undefined for a configuration that the user named. */
  readonly within: string | undefined;
  /** What its text has to fit, where several are read. */
  readonly schema?: ConfigurationSchema | undefined;
}

/** Reads and validates a configuration file and all that it extends. Throws `ConfigurationError`. */
export function readConfiguration(
  file: string,
  source: ConfigurationSource,
  rules: readonly ConfigurableRule[],
): Configuration {
  return readExtending([file], dirname(file), source, rules);
}

/** The last of `files`, which the one before it extends; what it says of paths is about `folder`. */
function readExtending(
  files: readonly string[],
  folder: string,
  source: ConfigurationSource,
  rules: readonly ConfigurableRule[],
): Configuration {
  const file = files.at(-1) ?? '';
  const shownAs = source.showPath(file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(shownAs, 1, 1, 'the file cannot be read', { cause });
  }
  const { extend, ...own } = parseFile(text, { file, folder, shownAs, schema: source.schema }, rules);
  if (extend === undefined) return own;
  const fail = (problem: string) => new ConfigurationError(shownAs, extend.line, extend.column, problem);
  const base = readExtending([...files, extendedFile(extend.path, files, source, fail)], folder, source, rules);
  return { ...own, bases: [...base.bases, base], excluded: [...base.excluded, ...own.excluded] };
}

/** The file that `extend` names. The repository may be hostile, and must not have us read what is not in it. */
function extendedFile(
  path: string,
  files: readonly string[],
  { showPath, within }: ConfigurationSource,
  fail: (problem: string) => ConfigurationError,
): string {
  const target = resolve(dirname(files.at(-1) ?? ''), path);
  const isInside = within === undefined || !leadsOut(relativePath(within, target));
  if (isInside && statSync(target, { throwIfNoEntry: false })?.isFile() !== true) {
    throw fail(`\`extend\`: no such file: \`${showPath(target)}\``);
  }
  if (within !== undefined && (!isInside || leadsOut(relativePath(realpathSync(within), realpathSync(target))))) {
    throw fail('`extend` leads outside the repository; only a configuration passed with `--config` can do that');
  }
  if (!files.includes(target)) return target;
  throw fail(
    `\`extend\` is circular, it leads back to \`${showPath(target)}\`: ${[...files, target].map(showPath).join(' → ')}`,
  );
}

/** Validates the text of a configuration file, without what it extends. */
export function parseConfiguration(
  written: string,
  source: { readonly file: string; readonly shownAs: string },
  rules: readonly ConfigurableRule[],
): Configuration {
  const { extend: _, ...own } = parseFile(written, { ...source, folder: dirname(source.file) }, rules);
  return own;
}

interface SourceFile {
  readonly file: string;
  readonly shownAs: string;
  readonly folder: string;
  readonly schema?: ConfigurationSchema | undefined;
}

interface ParsedConfiguration extends Configuration {
  readonly extend: (Position & { readonly path: string }) | undefined;
}

function parseFile(written: string, source: SourceFile, rules: readonly ConfigurableRule[]): ParsedConfiguration {
  const text = written.replace(/^\uFEFF/, '');
  const prefix = isPyproject(source.file) ? ['tool', 'auditlint'] : [];
  const root = readToml(text, source.shownAs);
  const table = tomlAt(root, ...prefix);
  if (table === undefined) throw new ConfigurationError(source.shownAs, 1, 1, 'it has no `[tool.auditlint]` table');
  const places = new KeyPlaces(text, root);
  const { schema = buildConfigurationSchema(rules, RETIRED_RULES) } = source;
  const input = validate(plainValue(table), schema, rules, (path, problem) => {
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
  schema: ConfigurationSchema,
  rules: readonly ConfigurableRule[],
  fail: (path: KeyPath, problem: string) => ConfigurationError,
): ConfigurationInput {
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
  readonly #retired: Setting<string>[] = [];

  constructor(
    readonly source: SourceFile,
    readonly prefix: KeyPath,
    readonly places: KeyPlaces,
    readonly rules: readonly ConfigurableRule[],
  ) {}

  build(input: ConfigurationInput, text: string): ParsedConfiguration {
    const { file, folder } = this.source;
    const { extend } = input;
    return {
      text,
      file,
      folder,
      isRoot: input.root ?? false,
      extend: extend === undefined ? undefined : { path: extend, ...this.places.of([...this.prefix, 'extend']) },
      bases: [],
      unsuppressable: this.#selectors(input.unsuppressable, ['unsuppressable']) ?? [],
      honour: this.#setting(input.honour, ['honour']),
      caps: this.#byRule<number>(input.caps, ['caps']),
      profile: this.#setting(input.profile, ['profile']),
      failOn: this.#setting(input['fail-on'], ['fail-on']),
      minSeverity: this.#setting(input['min-severity'], ['min-severity']),
      baseline: this.#pathInFolder('baseline', input.baseline),
      cacheDir: this.#pathInFolder('cache-dir', input['cache-dir']),
      exclude: (input.exclude ?? []).map((value, i) => ({ value, origin: this.#origin(['exclude', i]) })),
      excluded: input.exclude ?? [],
      overrides: (input.overrides ?? []).map((override, i) => this.#override(override, ['overrides', i])),
      ...this.#ruleSettings(input, []),
      retired: this.#retired,
    };
  }

  /** The repository may be hostile, and this names what is read and written. */
  #pathInFolder(key: 'baseline' | 'cache-dir', path: string | undefined): Setting<string> | undefined {
    if (path === undefined) return undefined;
    const leaves = isAbsolute(path) || win32.isAbsolute(path) || path.split(/[\\/]/).includes('..');
    if (!leaves) return this.#setting(path, [key]);
    const { line, column } = this.places.of([...this.prefix, key]);
    const problem = `\`${key}\` must be a path inside the folder of this file; \`--${key}\` accepts any path`;
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
      const origin = this.#origin([...path, i]);
      if (selector === undefined) this.#retired.push({ value: word, origin });
      return selector === undefined ? [] : [{ value: selector, origin }];
    });
  }

  #byRule<T>(table: Readonly<Record<string, unknown>> | undefined, path: KeyPath): Map<string, Setting<T>> {
    const entries = Object.entries(table ?? {}).filter(([name, value]) => {
      const isRetired = !this.rules.some((rule) => rule.name === name);
      if (isRetired && value !== undefined) this.#retired.push({ value: name, origin: this.#origin([...path, name]) });
      return !isRetired && value !== undefined;
    });
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
