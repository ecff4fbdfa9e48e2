import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { describedScan, describeScan, prepareScan } from '../../../src/audit/index.ts';
import { Inquiry, RepositorySurvey, scan } from '../../../src/engine/index.ts';
import { FORMATS, loadFormatter } from '../../../src/reporters/formats.ts';
import { projectRoot } from '../../../tools/project-root.ts';
import { makeProject } from '../../cli/run-cli.ts';
import { programScript } from '../../program/program.ts';
import { reportOf, TODAY } from '../scan-repository.ts';

/** The demo, small repositories of the fixtures, and what ends in notices. */
function repository(): string {
  const root = makeProject({
    // What holds for a file has to cross with it: nothing finds this where the rule does not run.
    'auditlint.toml': 'ignore = ["bare-except"]\n[[overrides]]\npaths = ["checked/**"]\nenable = ["bare-except"]\n',
    'checked/bare.py': 'try:\n    import fast\nexcept:\n    fast = None\n',
    'broken/syntax.py': 'def broken(:\n    print(2)\n\nimport os\n',
    'broken/binary.py': new Uint8Array([0, 1, 2, 0, 255]),
    'broken/notebook.ipynb': '{"cells": [',
    'broken/encoding.py': '# -*- coding: no-such -*-\nx = 1\n',
    'broken/deep.py': `x = ${'('.repeat(5000)}${')'.repeat(5000)}\n`,
    'broken/compose.yaml': 'services: [\n',
    'broken/large.py': `x = "${'a'.repeat(6 * 1024 * 1024)}"\n`,
    'broken/half.py': 'x = "\\ud800"  # auditlint: ignore[unused-import] nothing is unused here\nimport os\n',
    'broken/kept.py': 'import os  # auditlint: ignore[unused-import] the import has an effect\n',
  });
  for (const folder of ['demo-service', 'project', 'engine'])
    cpSync(join(projectRoot, 'fixtures', folder), join(root, folder), { recursive: true });
  return root;
}

function prepared(root: string, chosen = rules) {
  const commandLine = { profile: 'strict' } as const;
  const wish = { root, paths: [], rules: chosen, configurationFile: undefined, commandLine, exclude: [] };
  return prepareScan({ ...wish, respectsGitIgnore: true, today: TODAY, showPath: (file) => file });
}

const workersOf = (jobs: number) => ({ jobs, script: programScript('map-worker'), worthBytes: 0 });

async function formatted(root: string, jobs: number, chosen = rules): Promise<string[]> {
  const plan = prepared(root, chosen);
  const scanned = reportOf(await scan({ ...plan.request, workers: workersOf(jobs) }));
  const report = describeScan(scanned, describedScan(scanned, plan), '.');
  const documents = FORMATS.flatMap((format) => (format === 'pretty' ? [] : format));
  return Promise.all(documents.map(async (format) => (await loadFormatter(format))(report)));
}

it('a report has the same bytes, whatever the number of threads', async () => {
  const root = repository();
  const alone = await formatted(root, 1);
  for (const kind of ['partly-parsed', 'binary', 'notebook', 'not-decoded', 'too-large', 'not-parsed'])
    expect(alone[0]).toContain(`"${kind}"`);
  expect(alone[0]).toContain('"bare-except"');
  for (const jobs of [2, 3, 7]) expect(await formatted(root, jobs)).toEqual(alone);
});

it('also where the first finding has files read again, with what others need to know of them', async () => {
  const root = repository();
  const chosen = rules.filter(({ name }) => name === 'bare-except');
  const alone = await formatted(root, 1, chosen);
  expect(alone[0]).toContain('"bare-except": 1');
  for (const jobs of [2, 3]) expect(await formatted(root, jobs, chosen)).toEqual(alone);
});

it('who asks what silenced rules is told the same, in the same order, whatever the number of threads', async () => {
  const root = repository();
  const reported = async (jobs: number) => {
    const { request } = prepared(root);
    const repositorySurvey = new RepositorySurvey();
    const place = new Inquiry({ path: 'demo-service/src/glimpse/jobs.py', line: 1 });
    for (const inquiry of [repositorySurvey, place]) await scan({ ...request, inquiry, workers: workersOf(jobs) });
    return {
      sound: [...repositorySurvey.sound],
      proofs: place.proofs,
      looks: [...place.looks],
    };
  };
  const alone = await reported(1);
  expect(alone.sound.length).toBeGreaterThan(3);
  expect(alone.looks.length).toBeGreaterThan(3);
  for (const jobs of [2, 5]) expect(await reported(jobs)).toEqual(alone);
});
