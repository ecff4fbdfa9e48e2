import { join } from 'node:path';
import { optionsSchema } from '../../src/config/index.ts';
import { DiskTree, type FileTree, OverlayTree } from '../../src/discover/index.ts';
import { DEFAULT_LIMITS, ENGINE_RULES, type ScanOptions, scan } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { listFixtures, readFixture } from '../../src/testing/fixtures/fixture.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { projectRoot } from '../project-root.ts';
import { strictOptions } from '../strict-options.ts';
import { findingLine, NOTICES, noticeLine } from './finding-line.ts';
import type { GoldenPart } from './table.ts';

/** What one process scans at a time. The repositories in its lines are called `name`, or `name/…`. */
export type GoldenJob = { readonly part: GoldenPart; readonly name: string } & (
  | FixturesOfRule
  | { readonly kind: 'folder'; readonly path: string }
);

/** Of one rule; `name` is their folder. */
interface FixturesOfRule {
  readonly kind: 'fixtures';
  readonly rule: string;
}

export interface JobLines {
  /** How many were scanned. */
  readonly repositories: number;
  readonly lines: readonly RuleLine[];
}

export type RuleLine = readonly [rule: string, line: string];

interface Repository {
  readonly name: string;
  readonly tree: FileTree;
  readonly options: ScanOptions;
  readonly respectsGitIgnore: boolean;
  readonly reportsUnrun?: true;
}

/** Scans what a job names with all rules. */
export async function doGoldenJob(job: GoldenJob, rules: readonly RegisteredRule[]): Promise<JobLines> {
  const lines: RuleLine[] = [];
  const repositories = job.kind === 'fixtures' ? fixturesOf(job, rules) : [folderOf(job, rules)];
  for (const repository of repositories) lines.push(...(await scanRepository(repository, rules)));
  return { repositories: repositories.length, lines };
}

function folderOf({ name, path }: { name: string; path: string }, rules: readonly RegisteredRule[]): Repository {
  // Of a tree on the disk git's index says what it holds, and none does of what an overlay shows: where the checkout lies is no matter then.
  return {
    name,
    tree: new OverlayTree(new DiskTree(path), new Map()),
    respectsGitIgnore: false,
    options: optionsOf(rules),
  };
}

/** As `npm test` scans them, but with all rules: the options of a fixture are those of its own rule. */
function fixturesOf(
  { name, rule: own }: { name: string; rule: string },
  rules: readonly RegisteredRule[],
): Repository[] {
  const folder = join(projectRoot, name);
  const registered = rules.find(({ name: each }) => each === own);
  return listFixtures(folder).map((fixture) => {
    const { files, options: given } = readFixture(join(folder, fixture));
    const options = optionsOf(rules, registered && [own, optionsSchema(registered.rule).parse(given)]);
    // Whether something runs the few lines of a fixture is not what they are about.
    const tree = new MemoryTree(files);
    return { name: `${name}/${fixture}`, tree, respectsGitIgnore: true, options, reportsUnrun: true };
  });
}

/** Suppressions expire or not, the same on every day. */
const TODAY = '2026-11-20';

/** Those of the engine run too, and no rule is left out because a machine is slow. */
function optionsOf(
  rules: readonly RegisteredRule[],
  own?: readonly [rule: string, options: Readonly<Record<string, unknown>>],
): ScanOptions {
  const strict = strictOptions(rules, TODAY);
  const every = new Map(strict.project.rules);
  for (const { name } of ENGINE_RULES) every.set(name, { profile: 'strict', options: {} });
  if (own !== undefined) every.set(own[0], { profile: 'strict', options: own[1] });
  const project = { rules: every };
  const limits = { ...DEFAULT_LIMITS, maxFileMilliseconds: Number.POSITIVE_INFINITY };
  return { ...strict, optionsFor: () => project, project, limits };
}

async function scanRepository(
  { name, tree, ...how }: Repository,
  rules: readonly RegisteredRule[],
): Promise<RuleLine[]> {
  const request = { root: tree.root, tree, paths: [], exclude: [], rules, ...how };
  const outcome = await scan(request);
  if (outcome.kind !== 'finished') throw new Error(`${name}: the scan ended as "${outcome.kind}"`);
  const { findings, suppressed, notices } = outcome.report;
  return [
    ...findings.map((finding): RuleLine => [finding.rule, findingLine(name, finding)]),
    ...suppressed.map(({ finding, ...by }): RuleLine => [finding.rule, findingLine(name, finding, by)]),
    ...notices.map((notice): RuleLine => [NOTICES, noticeLine(name, notice)]),
  ];
}
