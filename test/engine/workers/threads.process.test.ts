import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { CLEAN, faulty, makeProject } from '../../cli/run-cli.ts';
import { programScript } from '../../program/program.ts';

/** The report of a scan in so many threads, and how many began. */
function scanned(root: string, jobs: number) {
  const argv = [programScript('threaded-scan'), root, String(jobs)];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  return { report: stdout, began: stderr };
}

it('a report has the same bytes with one thread and with two', () => {
  const root = makeProject({
    'app.py': faulty('read'),
    'broken.py': 'def broken(:\n    print(2)\n\nimport os\n',
    'jobs/__init__.py': '',
    'jobs/work.py': `from app import check_read\n\n${CLEAN}\ncheck_read(1, 2, 3)\n`,
    'compose.yaml': 'services: [\n',
    'notes.ipynb': '{"cells": [',
  });
  const alone = scanned(root, 1);
  expect(alone.report).toContain('"call-signature-mismatch"');
  expect(alone.began).toBe('0 threads\n');
  expect(scanned(root, 2)).toEqual({ report: alone.report, began: '2 threads\n' });
});
