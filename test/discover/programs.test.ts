import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/discover/index.ts';
import { isProgram } from '../../src/discover/programs.ts';
import { GitRepository } from '../../src/git/index.ts';
import { ENVIRONMENT, TestRepository } from '../git/git-fixture.ts';
import { makeRepository } from './repository.ts';

describe('a program in Python', () => {
  it.each([
    '#!/usr/bin/env python3\n',
    '#!/usr/bin/env python\r\n',
    '#! /usr/bin/env python3.12 -u\nimport os',
    '#!/usr/bin/python -u',
    '#!python3\n',
    '#!/usr/bin/env -S python3 -I\n',
    '#!/usr/bin/env -S PYTHONPATH=. python3\n',
    '#!/usr/bin/env -S uv run --script\n',
    '#!/usr/bin/env -S uv run --quiet --script\n',
    '#!/usr/bin/env -S pipx run\n',
    '#!/usr/bin/env pypy3\n',
    '#!C:\\Python\\python.exe\n',
    '#!/opt/my tools/bin/python3\n',
    "#!/bin/sh\n'''exec' /a/long/way/bin/python \"$0\" \"$@\"\n' '''\n",
    '#!/bin/sh\n"exec" "python3" "-u" "$0" "$@"\n',
    '#!/usr/bin/env bash\n""":"\nexec python3 "$0"\n"""\n',
  ])('is known by its first line: %j', (head) => {
    expect(isProgram(head)).toBe(true);
  });

  it.each([
    '',
    'import os\n',
    '\n#!/usr/bin/env python3\n',
    '#!/bin/sh\nexec python3 app.py\n',
    '#!/usr/bin/env bash\n# python3\n',
    '#!/usr/bin/env node\n',
    '#!/usr/bin/env ruby # python3x\n',
    '#!/opt/python3/bin/node\n',
    '# python3\n',
  ])('and no other file is taken for one: %j', (head) => {
    expect(isProgram(head)).toBe(false);
  });
});

const PYTHON = '#!/usr/bin/env python3\nimport os\n';
const FILES = {
  LICENSE: 'MIT',
  Makefile: 'all:\n\tpython3 serve\n',
  'app.pyw': 'import os\n',
  'bin/deploy': PYTHON,
  'bin/start': '#!/bin/sh\nexec python3 app.py\n',
  'cgi-bin/form.cgi': PYTHON,
  'deploy.sh': PYTHON,
  'notes.txt': PYTHON,
  serve: '#!/usr/bin/env -S uv run --script\nimport os\n',
  'tool-2.7': PYTHON,
};
const PROGRAMS = ['app.pyw', 'bin/deploy', 'cgi-bin/form.cgi', 'deploy.sh', 'serve', 'tool-2.7'];

const pythonIn = async (request: Pick<Parameters<typeof discover>[0], 'root' | 'tree'>) => {
  const { files, skipped } = await discover({ paths: [], exclude: [], respectsGitIgnore: true, ...request });
  expect(skipped).toEqual([]);
  return files.filter(({ kind }) => kind === 'python').map(({ path }) => path);
};

describe('programs whose names do not say that they are Python', () => {
  it('are found on the disk', async () => {
    const root = makeRepository(FILES);
    execFileSync('mkfifo', [join(root, 'pipe')]);
    symlinkSync('serve', join(root, 'other'));
    expect(await pythonIn({ root })).toEqual(PROGRAMS);
  });

  it('and in a commit', async () => {
    const { folder: root } = TestRepository.with(FILES);
    const tree = GitRepository.open(root, ENVIRONMENT, '.').treeOf('HEAD');
    expect(await pythonIn({ root, tree })).toEqual(PROGRAMS);
  });
});
