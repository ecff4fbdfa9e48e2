import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fetchSdist } from '../corpus/fetch-sdist.ts';
import { readPackages } from '../corpus/packages.ts';
import { findRuleFiles } from '../generate/rule-files.ts';
import { projectRoot } from '../project-root.ts';
import type { GoldenArguments } from './arguments.ts';
import type { GoldenJob } from './golden-job.ts';
import { FIXTURE_REPOSITORIES, FOLDERS_OF_REPOSITORIES, PACKAGES } from './scanned-repositories.ts';
import type { GoldenPart } from './table.ts';

export interface FoundJobs {
  readonly jobs: readonly GoldenJob[];
  /** Parts of which nothing is left out. */
  readonly wholeParts: readonly GoldenPart[];
  /** One sentence for each package that is not there. */
  readonly problems: readonly string[];
}

/** What is to be scanned; packages that are missing are fetched. They come first: one that is begun at the end would leave the other processes without work. */
export async function findJobs(wanted: GoldenArguments, log: (progress: string) => void): Promise<FoundJobs> {
  const packages: GoldenJob[] = [];
  const problems: string[] = [];
  for (const name of wanted.packages) {
    try {
      packages.push({ part: 'packages', kind: 'folder', name, path: await folderOfPackage(name, wanted, log) });
    } catch (error) {
      problems.push(`${name} was not scanned: ${error instanceof Error ? error.message : error}`);
    }
  }
  const hasAll = packages.length === Object.keys(PACKAGES).length;
  return {
    jobs: [...packages, ...(wanted.fixtures ? fixtureJobs() : [])],
    wholeParts: [...(wanted.fixtures ? (['fixtures'] as const) : []), ...(hasAll ? (['packages'] as const) : [])],
    problems,
  };
}

async function folderOfPackage(
  name: string,
  { cache, index }: GoldenArguments,
  log: (progress: string) => void,
): Promise<string> {
  const pin = readPackages(join(projectRoot, PINS)).find((each) => each.name === name);
  if (pin === undefined) throw new Error(`${PINS} does not pin it`);
  return fetchSdist(pin, join(cache, 'corpus'), index, () => log(`${name} ${pin.version}: downloading`));
}

const PINS = 'measurements/corpus/packages.txt';

function fixtureJobs(): GoldenJob[] {
  const inner = FOLDERS_OF_REPOSITORIES.flatMap((folder) =>
    readdirSync(join(projectRoot, folder)).map((name) => `${folder}/${name}`),
  );
  const part = 'fixtures';
  return [
    ...findRuleFiles(projectRoot).map(
      ({ category, name: rule }): GoldenJob => ({
        part,
        kind: 'fixtures',
        name: `fixtures/rules/${category}/${rule}`,
        rule,
      }),
    ),
    ...[...FIXTURE_REPOSITORIES, ...inner].map(
      (name): GoldenJob => ({ part, kind: 'folder', name, path: join(projectRoot, name) }),
    ),
  ];
}
