/** Lines of one repeated character, in a file of each reader: what is twice as long may take somewhat more than twice as long. */
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';
import { scanRepository } from './scan-repository.ts';

const PUMPS = ['(', '[', '{', '"', "'", '#', ':', '=', '/', '\\', '-', ' ', '\\\n'];

/** What is before the line, and behind it. */
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
      const growth = await growthOf(
        (size) => makeRepository({ [path]: before + pump.repeat(size) + behind }),
        (root) => scanRepository(root, rules),
        4000,
      );
      if (growth > HALFWAY_TO_SQUARE) slow.push(`${JSON.stringify(pump)}: ${growth}`);
    }
    expect(slow).toEqual([]);
  },
);
