import * as z from 'zod/mini';
import type { FileReport } from '../../engine/index.ts';

/**
 * A part of a scan, as `--shard` writes it: lines of JSON, each an object with one member that says what it is. First the head, then for
 * each file what the reduce holds of it, what it looks at once, and the facts of each rule; last a digest of all before.
 */
export const PART_FORMAT = 1;

/** The member of each line. */
const LINE_MEMBERS = {
  head: 'auditlintPart',
  rules: 'rules',
  file: 'file',
  found: 'found',
  facts: 'facts',
  skipped: 'skipped',
  unread: 'unread',
  end: 'end',
} as const;

export type LineKind = keyof typeof LINE_MEMBERS;

/** How a line of a kind begins; all of them but few are found by it, and read when they are needed. */
export const startOfLine = (kind: LineKind): string => `{"${LINE_MEMBERS[kind]}":`;

export const LINE_KINDS = Object.keys(LINE_MEMBERS) as LineKind[];

export const formatLine = (kind: LineKind, content: unknown): string =>
  `${startOfLine(kind)}${JSON.stringify(content)}}\n`;

/** What the reduce holds of a file from beginning to end; `rulesRun` counts the lines of rules before it, which files share. */
export type KeptReport = Omit<FileReport, keyof FoundInFile | 'facts' | 'rulesRun'> & {
  readonly rulesRun: number;
};

/** What it looks at once, file by file. */
export type FoundInFile = Pick<FileReport, 'findings' | 'conditions' | 'suppressions'>;

export type FactsLine = readonly [rule: string, facts: readonly unknown[]];

/** What decides on a scan, as it was typed. */
const wish = z.strictObject({
  paths: z.array(z.string()),
  select: z.optional(z.array(z.string())),
  ignore: z.optional(z.array(z.string())),
  profile: z.optional(z.string()),
  minSeverity: z.optional(z.string()),
  config: z.optional(z.string()),
  exclude: z.optional(z.array(z.string())),
  noIgnore: z.optional(z.literal(true)),
});

export type ShardWish = z.output<typeof wish>;

const count = z.int().check(z.gte(1));

export const PART_HEAD = z.object({
  format: z.literal(PART_FORMAT),
  tool: z.object({ name: z.string(), version: z.string() }),
  fileReports: z.int(),
  shard: z.object({ index: count, count }),
  wish,
  /** Names and contents of plug-ins; absent where there were none. */
  plugins: z.optional(z.array(z.object({ name: z.string(), digest: z.string() }))),
  /** A hash of the configuration file. */
  configuration: z.string(),
  /** Of the checkout; absent where git knows none. */
  commit: z.optional(z.string()),
  /** A hash of the paths and sizes of all files of the scan. */
  files: z.string(),
});

export type PartHead = z.output<typeof PART_HEAD>;

export const PART_END = z.object({ lines: count, sha256: z.string() });

/** What is wrong with parts, as one sentence. */
export class PartError extends Error {}
