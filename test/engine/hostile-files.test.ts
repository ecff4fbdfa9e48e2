/** Lines of one repeated character, in a file of each reader: what is twice as long may take somewhat more than twice as long. */
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { scanRepository } from './scan-repository.ts';

const PUMPS = ['(', '[', '{', '"', "'", '#', ':', '=', '/', '\\', '-', ' ', '\\\n'];

/** What stands before the line, and behind it. */
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  'shop/orders.py': ['total = ', '\n'],
  'shop/notes.py': ['# ', '\n'],
  Dockerfile: ['FROM python:3.12\nRUN ', '\n'],
  'deploy/values.yaml': ['name: ', '\n'],
  '.github/workflows/ci.yml': ['on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ', '\n'],
  'pyproject.toml': ['[project]\nname = ', '\n'],
  'requirements.txt': ['httpx', '\n'],
  'README.md': ['# Shop\n', '\n'],
  Makefile: ['test:\n\t', '\n'],
  'run.sh': ['echo ', '\n'],
  'tox.ini': ['[testenv]\ncommands = ', '\n'],
  '.env': ['KEY=', '\n'],
};

it.each(Object.entries(FILES))(
  '%s of one long line takes no longer than its length',
  async (path, [before, behind]) => {
    const slow: string[] = [];
    for (const pump of PUMPS) {
      const short = await timeOf(path, before + pump.repeat(SHORT) + behind);
      const long = await timeOf(path, before + pump.repeat(SHORT * RATIO) + behind);
      // A scan of nothing takes a while, too: below it nothing can be told.
      if (long > LEAST_MS && long > short * RATIO * 2)
        slow.push(`${JSON.stringify(pump)}: ${short} ms, then ${long} ms`);
    }
    expect(slow).toEqual([]);
  },
);

const SHORT = 4000;
const RATIO = 8;
const LEAST_MS = 400;

/** Of the process, not of the clock: other processes share the machine. */
async function timeOf(path: string, content: string): Promise<number> {
  const root = makeRepository({ [path]: content });
  const start = process.cpuUsage();
  await scanRepository(root, rules);
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / 1000);
}
