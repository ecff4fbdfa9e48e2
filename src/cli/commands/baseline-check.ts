import { basename, dirname } from 'node:path';
import { type BaselineComparison, commitSharedWith } from '../../audit/index.ts';
import { groupBy } from '../../collections/index.ts';
import { type BaselineEntry, parseBaseline } from '../../findings/index.ts';
import { GitError, GitRepository } from '../../git/index.ts';
import { shellWord } from '../../reporters/index.ts';
import type { BaselineFile } from '../baseline-file.ts';
import type { Io } from '../io.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';

/** A baseline that may only shrink, and what a scan found. */
interface Ratchet {
  readonly target: BaselineFile;
  readonly entries: readonly BaselineEntry[];
  readonly comparison: BaselineComparison;
  /** The commit against which it may not have grown. */
  readonly since: string | undefined;
}

/** `auditlint baseline --check`: whether nothing is new, nothing in the file is gone, and nothing was added to it. */
export function checkBaseline({ target, entries, comparison, since }: Ratchet, io: Io): boolean {
  const { fresh, gone, pathOf } = comparison;
  const added = since === undefined ? [] : addedSince(since, target, entries, io);
  const stdout = new Writer(io.stdout, io.env);
  const counts = [
    `${fresh.length} new`,
    `${gone.length} gone`,
    ...(since === undefined ? [] : [`${added.length} added`]),
  ];
  const findings = `${entries.length} ${entries.length === 1 ? 'finding' : 'findings'}`;
  stdout.line(`${target.shownAs}: ${findings}, ${counts.join(', ')}`);
  const print = (what: string, lines: readonly string[], remedy: string): void => {
    if (lines.length === 0) return;
    stdout.line(`${what} (${remedy}):`);
    for (const line of lines.slice(0, MOST_LINES)) stdout.line(`  ${line}`);
    if (lines.length > MOST_LINES) stdout.line(`  and ${lines.length - MOST_LINES} more`);
  };
  print(
    'new',
    fresh.map((finding) => `${shellWord(pathOf(finding))}:${finding.location.line} ${finding.rule}`),
    'fix them; `auditlint` shows the details',
  );
  print('gone', gone.map(entryText), '`auditlint baseline --prune` removes them');
  print(`added since ${since}`, added.map(entryText), 'fix them, and remove them from the file');
  return fresh.length + gone.length + added.length === 0;
}

const MOST_LINES = 20;

const entryText = ({ path, rule }: BaselineEntry): string => `${shellWord(path)} ${rule}`;

/** Entries in excess of those that the file had in the commit that both histories share; of a renamed file they are no others. */
function addedSince(since: string, target: BaselineFile, entries: readonly BaselineEntry[], io: Io): BaselineEntry[] {
  const before = entriesAt(since, target, io);
  if (before === undefined) return [];
  const left = new Map([...groupBy(before, ({ key }) => key)].map(([key, alike]) => [key, alike.length]));
  return entries.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

/** Undefined where there was no baseline yet: the first one is no growth. */
function entriesAt(since: string, { file, shownAs }: BaselineFile, io: Io): readonly BaselineEntry[] | undefined {
  try {
    const repository = GitRepository.open(dirname(file), io.env, shownAs);
    const content = repository.treeOf(commitSharedWith(repository, since)).read(basename(file), MOST_BYTES);
    if (content.kind === 'skipped') return undefined;
    const parsed = parseBaseline(Buffer.from(content.bytes).toString('utf8'));
    if (parsed.kind === 'entries') return parsed.entries;
    throw new UsageError(`the baseline \`${shownAs}\` at \`${since}\` ${parsed.problem}`);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(`--since: ${error.message}`, { cause: error });
  }
}

const MOST_BYTES = 128 * 1024 * 1024;
