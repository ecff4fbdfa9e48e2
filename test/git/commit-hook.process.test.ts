import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CLEAN, faulty } from '../cli/run-cli.ts';
import { commandLine } from '../program/program.ts';
import { TestRepository } from './git-fixture.ts';

it('`--staged` compares the index that a hook of `git commit FILE` is given', () => {
  const repository = TestRepository.with({ 'a.py': CLEAN, 'b.py': CLEAN });
  repository.write({ 'a.py': faulty('a'), 'b.py': faulty('b') });
  writeFileSync(
    join(repository.folder, '.git/hooks/pre-commit'),
    `#!/bin/sh\n'${process.execPath}' '${commandLine()}' --staged --quiet --format json > out.txt\n`,
    { mode: 0o755 },
  );
  expect(() => repository.git('commit', '--quiet', '--message=x', 'b.py')).toThrow();
  const { findings } = JSON.parse(readFileSync(join(repository.folder, 'out.txt'), 'utf8'));
  expect(findings.map(({ path }: { path: string }) => path)).toEqual(['b.py']);
});
