import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ScanRepositoryOptions, scanRepository } from '../../src/index.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { FAULTY, makeProject, runCli } from '../cli/run-cli.ts';

const demo = join(projectRoot, 'fixtures/demo-service');

describe('scanRepository', () => {
  it('finds what the command line finds', async () => {
    const { findings, notices } = await scanRepository(demo);
    const { stdout } = await runCli(['--format', 'json'], { cwd: demo });
    const reported: { rule: string; fingerprint: string }[] = JSON.parse(stdout).findings;
    expect(reported.length).toBeGreaterThan(3);
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(reported.map(({ fingerprint }) => fingerprint));
    expect(notices).toEqual([]);
  });

  it('scans and reports only what was selected', async () => {
    const both = `${FAULTY}\n\ndef start(url, rng):\n    rng.seed(hash(url))\n`;
    const root = makeProject({ 'src/app.py': both, 'tools/app.py': both });
    const places = async (options: ScanRepositoryOptions) => {
      const { findings } = await scanRepository(root, options);
      return findings.map(({ rule, location: { path, line } }) => `${path}:${line} ${rule}`);
    };
    expect(await places({ select: ['call-signature-mismatch', 'hash-as-seed'], paths: ['src'] })).toEqual([
      'src/app.py:4 call-signature-mismatch',
      'src/app.py:19 hash-as-seed',
    ]);
    expect(await places({ select: ['call-signature-mismatch'], exclude: ['src'] })).toEqual([
      'tools/app.py:4 call-signature-mismatch',
    ]);
    expect(await places({ select: ['ml'], ignore: ['call-signature-mismatch'], paths: ['src'] })).not.toContain(
      'src/app.py:4 call-signature-mismatch',
    );
  });

  it('runs the plug-ins that it is given, and none that a configuration names', async () => {
    const docs =
      "{ summary: 'a', why: 'b', remedy: 'c', harm: 'hides-failures', severity: 'P1', precision: 'high', since: '1.0.0', cwe: [], origin: [], bad: '', good: '' }";
    const visit = "{ FunctionDef(at, ctx) { ctx.report({ at, message: 'a function' }); } }";
    const root = makeProject({
      'app.py': FAULTY,
      'rules.mjs': `export default { kitVersion: 2, name: 'house', rules: { 'any-def': { type: 'source', docs: ${docs}, visit: ${visit} } } };`,
      'auditlint.toml': 'plugins = ["./rules.mjs"]\n',
    });
    const wish = { select: ['house'], profile: 'strict' } as const;
    const { findings } = await scanRepository(root, { ...wish, plugins: ['./rules.mjs'] });
    expect(findings.map(({ rule }) => rule)).toEqual(['any-def', 'any-def', 'any-def']);
    await expect(scanRepository(root, wish)).rejects.toThrow('`house`');
    await expect(scanRepository(root, { plugins: ['./none.mjs'] })).rejects.toThrow('no such plug-in: `./none.mjs`');
  });

  it('says in one sentence what is wrong', async () => {
    await expect(scanRepository(demo, { select: ['bare-exept'] })).rejects.toThrow(/`bare-exept`.*`bare-except`/);
    await expect(scanRepository(demo, { paths: ['no-such-folder'] })).rejects.toThrow('no-such-folder');
  });

  it('can be interrupted', async () => {
    const aborted = AbortSignal.abort();
    await expect(scanRepository(demo, { signal: aborted })).rejects.toThrow('interrupted');
  });
});
