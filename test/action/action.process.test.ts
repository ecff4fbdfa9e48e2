import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAULTY, faulty, makeProject } from '../cli/run-cli.ts';
import { programFolder } from '../program/program.ts';
import { runAction } from './composite.ts';

it('the action fails its step with findings, uploads them, counts and summarises them', () => {
  const workspace = makeProject({ '.git/HEAD': '', 'src/app.py': FAULTY, 'src/other.py': faulty('parse') });
  const inputs = { paths: 'src', args: '--select call-signature-mismatch' };
  const result = runAction({ action: programFolder(), workspace, temporary: makeProject(), with: inputs });
  expect(result.conclusion).toBe('failure');
  expect(result.outputs).toMatchObject({ 'exit-code': '1', findings: '2', p0: '0', p1: '2', p2: '0', p3: '0' });
  expect(result.uses).toEqual([
    {
      action: expect.stringMatching(/^github\/codeql-action\/upload-sarif@[0-9a-f]{40}$/),
      with: { sarif_file: result.outputs['sarif-file'], checkout_path: workspace },
    },
  ]);
  const places = JSON.parse(readFileSync(result.outputs['sarif-file'] ?? '', 'utf8')).runs[0].results.map(
    (found: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
      found.locations[0].physicalLocation.artifactLocation.uri,
  );
  expect(places).toEqual(['src/app.py', 'src/other.py']);
  expect(result.summary).toContain('call-signature-mismatch');
  // Alerts of code scanning stand in the pull request already.
  expect(result.commands).toEqual([]);
  expect(result.log).toContain('P1 call-signature-mismatch  src/app.py:4:5');
});
