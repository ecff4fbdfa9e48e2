import type * as z from 'zod/mini';
import type { Profile, RuleDescription, Severity } from '../findings/index.ts';
import type { Honoured } from './choices.ts';

/** A rule as configuration sees it: what it is called, how grave it is, and which options it takes. */
export interface ConfigurableRule extends RuleDescription {
  readonly options?: z.core.$ZodObject | undefined;
}

export type FailOn = Severity | 'never';

/** Where a setting was made, as a person finds it: `auditlint.toml:3`, `--select`, `profile default`. */
export type Origin = string;

/** A setting with its origin. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** A rule name, a category, or a severity. */
export type Selector =
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'category'; readonly name: string }
  | { readonly kind: 'severity'; readonly name: Severity };

/** Options of one rule as they were written; the rule's own schema fills in the rest after merging. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** What one table of a configuration file says of rules: the whole file, or one `[[overrides]]`. */
export interface RuleSettings {
  /** Only these, out of what would run otherwise; undefined when not given. */
  readonly select: readonly Setting<Selector>[] | undefined;
  readonly ignore: readonly Setting<Selector>[];
  readonly severity: ReadonlyMap<string, Setting<Severity>>;
  readonly options: ReadonlyMap<string, Setting<RawOptions>>;
}

export interface Override extends RuleSettings {
  /** Globs relative to the folder of the file. */
  readonly paths: readonly string[];
  readonly enable: readonly Setting<Selector>[];
  readonly origin: Origin;
}

/** A configuration file, validated. */
export interface Configuration extends RuleSettings {
  /** Absolute path of the file. */
  readonly file: string;
  /** What it says, as it was read. */
  readonly text: string;
  /** Absolute path of its folder, which globs are relative to. */
  readonly folder: string;
  readonly profile: Setting<Profile> | undefined;
  readonly failOn: Setting<FailOn> | undefined;
  /** The mildest that is shown. */
  readonly minSeverity: Setting<Severity> | undefined;
  /** Path of the baseline, relative to the folder and in it. */
  readonly baseline: Setting<string> | undefined;
  /** Path of the folder for what scans found, relative to the folder and in it. */
  readonly cacheDir: Setting<string> | undefined;
  readonly exclude: readonly Setting<string>[];
  /** The same with those of what it extends. */
  readonly excluded: readonly string[];
  readonly overrides: readonly Override[];
  /** No configuration above its folder is looked at. */
  readonly isRoot: boolean;
  /** What it extends, the weakest first: read as if it stood in the same folder. */
  readonly bases: readonly Configuration[];
  /** Names of rules of earlier versions that it still has. */
  readonly retired: readonly Setting<string>[];
  /** Those of which no comment takes out a finding. */
  readonly unsuppressable: readonly Setting<Selector>[];
  /** Other tools whose comments count as ours. */
  readonly honour: Setting<readonly Honoured[]> | undefined;
  /** How many findings of a rule fail nothing; one more, and all do. */
  readonly caps: ReadonlyMap<string, Setting<number>>;
}
