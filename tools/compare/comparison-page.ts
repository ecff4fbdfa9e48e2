import { countBy, topOf } from './counts.ts';
import type { PeerFinding } from './tools.ts';

/** One repository as each program sees it. */
export interface ComparedRepository {
  /** `owner/name`, its commit and the lines of Python in it. */
  readonly name: string;
  readonly commit: string;
  readonly lines: number;
  /** Of the default and of the strict profile. */
  readonly own: readonly PeerFinding[];
  readonly strict: readonly PeerFinding[];
  readonly others: readonly {
    readonly tool: string;
    readonly command: string;
    readonly reported: readonly PeerFinding[];
  }[];
}

/** The part of measurements/comparison.md that is made from runs. */
export function comparisonTables(repositories: readonly ComparedRepository[], date: string, version: string): string {
  return [
    `Run on ${date}. *Of ours* counts the findings of auditlint's default and strict profile within a line of which the program says anything at all, which is a
generous count: a line that is too long is no unbounded queue.`,
    ...repositories.map((repository) => table(repository, version)),
    `### What each tells that we do not\n\nChecks of which no finding in these repositories has one of ours within a line, the most frequent first, each with how often.\n\n${theirs(repositories)}`,
    `### What nobody else tells\n\nOur findings (strict profile) within a line of which no other program says anything, by rule.\n\n${oursAlone(repositories)}`,
  ].join('\n\n');
}

function table({ name, commit, lines, own, strict, others }: ComparedRepository, version: string): string {
  const rows = others.map(({ tool, command, reported }) => {
    const places = new Places(reported);
    return `| ${tool} | \`${command}\` | ${group(reported.length)} | ${count(own, places)} of ${own.length} | ${count(strict, places)} of ${strict.length} |`;
  });
  const found = foundText(own);
  return `### ${name} at ${commit.slice(0, 7)}, ${group(lines)} lines of Python

| | Command | Things reported | Of ours | Of ours, strict |
|---|---|--:|--:|--:|
| auditlint ${version} | \`auditlint\` | ${group(own.length)} | | |
| auditlint ${version}, strict | \`auditlint --profile strict\` | ${group(strict.length)} | | |
${rows.join('\n')}${found === '' ? '' : `\n\nFound by default: ${found}`}`;
}

/** By rule. */
function foundText(own: readonly PeerFinding[]): string {
  return topOf(countBy(own.map(({ check }) => check)), own.length)
    .map(([rule, times]) => `[\`${rule}\`](../docs/rules/${rule}.md)${times > 1 ? ` ×${times}` : ''}`)
    .join(', ');
}

const count = (own: readonly PeerFinding[], places: Places): number =>
  own.filter((reported) => places.near(reported)).length;

const group = (number: number): string => number.toLocaleString('en-US');

/** Lines at which something is said. */
class Places {
  readonly #lines: ReadonlySet<string>;

  constructor(reported: readonly PeerFinding[]) {
    this.#lines = new Set(reported.map(({ path, line }) => `${path}:${line}`));
  }

  near({ path, line }: PeerFinding): boolean {
    return [line - 1, line, line + 1].some((at) => this.#lines.has(`${path}:${at}`));
  }
}

const MOST = 8;

function theirs(repositories: readonly ComparedRepository[]): string {
  const names = repositories[0]?.others.map(({ tool }) => tool) ?? [];
  const rows = names.map((name) => {
    const unshared = repositories.flatMap(({ strict, others }) => {
      const ours = new Places(strict);
      return others
        .filter(({ tool }) => tool === name)
        .flatMap(({ reported }) => reported.map((each) => ({ ...each, isShared: ours.near(each) })));
    });
    const shared = new Set(unshared.filter(({ isShared }) => isShared).map(({ check }) => check));
    const counts = countBy(unshared.filter(({ check }) => !shared.has(check)).map(({ check }) => check));
    return `| ${name} | ${
      topOf(counts, MOST)
        .map(([check, times]) => `\`${check}\` ${group(times)}`)
        .join(', ') || '–'
    } |`;
  });
  return `| | Checks |\n|---|---|\n${rows.join('\n')}`;
}

function oursAlone(repositories: readonly ComparedRepository[]): string {
  const alone = repositories.flatMap(({ strict, others }) => {
    const places = new Places(others.flatMap(({ reported }) => reported));
    return strict.filter((reported) => !places.near(reported)).map(({ check }) => check);
  });
  const rows = topOf(countBy(alone), 20).map(
    ([rule, times]) => `| [\`${rule}\`](../docs/rules/${rule}.md) | ${times} |`,
  );
  return `| Rule | Findings |\n|---|--:|\n${rows.join('\n')}`;
}
