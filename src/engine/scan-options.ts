import type { Honoured, UnusedSetting } from '../config/index.ts';
import { type FileKind, fileKindOf } from '../discover/index.ts';
import type { Profile, Severity } from '../findings/index.ts';

/** How one rule runs on one file, after configuration, command line and per-path overrides were merged. Plain JSON. */
export interface EffectiveRule {
  /** The profile in whose light the rule's findings are shown: `strict` also when the user named the rule itself. */
  readonly profile: Profile;
  /** Replaces the severity of every finding of the rule. */
  readonly severity?: Severity;
  /** The severities that are shown, where some are not. */
  readonly shown?: readonly Severity[];
  /** Parsed by the rule's own schema (defaults filled in); `{}` for rules without options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The rules enabled on one file, by name: registered rules and those of the engine (`ENGINE_RULES`). A rule that is not
 * in the map does not run. Configuration returns the same object for files with the same options: the engine prepares
 * its dispatch once per object.
 */
export interface FileOptions {
  readonly rules: ReadonlyMap<string, EffectiveRule>;
  /** Other tools whose comments suppress what is the same in ours. */
  readonly honour?: readonly Honoured[];
  /** By rule, the severities of which no comment takes out a finding. */
  readonly unsuppressable?: ReadonlyMap<string, readonly Severity[]>;
}

/** Limits that end in a notice, not in a crash. */
export interface ScanLimits {
  readonly maxFileBytes: number;
  /** What takes longer on a file is left out there; each attempt without it has half as long. */
  readonly maxFileMilliseconds: number;
  /** A rule about the project that takes longer is left out, and so is what the project would say of findings. */
  readonly maxProjectMilliseconds: number;
}

/** Most of a notebook are its outputs, pictures among them; its code is short. */
export function maxBytesOf(kind: FileKind, { maxFileBytes }: ScanLimits): number {
  return kind === 'notebook' ? maxFileBytes * 10 : maxFileBytes;
}

/** The same of a path whose kind nobody found out. */
export const maxBytesAt = (path: string, limits: ScanLimits): number =>
  maxBytesOf(fileKindOf(path) ?? 'python', limits);

/** Far beyond the time of any file that people wrote, so that no report depends on the machine; all attempts at a file together take a minute at most. */
export const DEFAULT_LIMITS: ScanLimits = {
  maxFileBytes: 5 * 1024 * 1024,
  maxFileMilliseconds: 30_000,
  maxProjectMilliseconds: 60_000,
};

/** Everything that decides what a scan says about given bytes. Built by configuration. */
export interface ScanOptions {
  /** `path` is relative to the root, with `/`. Also asked for the path of a project rule's finding: rules left out there are dropped there. */
  optionsFor(path: string): FileOptions;
  /** What holds where no file is meant: whether a project rule's `check` runs. With which options, the place of each finding says. */
  readonly project: FileOptions;
  /** What configurations say in vain of the files of a whole scan; absent where a scan is none. */
  readonly unusedSettings?: (scanned: Iterable<string>, all: Iterable<string>) => readonly UnusedSetting[];
  /** `YYYY-MM-DD`; decides which suppressions have expired. */
  readonly today: string;
  readonly limits: ScanLimits;
}
