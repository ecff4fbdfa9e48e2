import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN, makeProject, runCli } from './run-cli.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('auditlint', () => {
  const cwd = makeProject({ 'src/app.py': CLEAN });

  it.each(['--version', '-V'])('%s', async (option) => {
    expect(await runCli([option], { cwd })).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('--help names every command and option', async () => {
    const { code, stdout } = await runCli(['--help'], { cwd });
    expect(code).toBe(0);
    for (const word of ['rules', 'explain', 'config', 'init', '--format', '--no-ignore', '--fail-on', '--timing']) {
      expect(stdout).toContain(word);
    }
    expect((await runCli(['help'], { cwd })).stdout).toBe(stdout);
    const explain = await runCli(['explain', '--help'], { cwd });
    expect(explain.stdout).toContain('auditlint explain');
    expect(await runCli(['help', 'explain'], { cwd })).toEqual(explain);
  });

  it('rules lists them, and as JSON', async () => {
    const { stdout } = await runCli(['rules'], { cwd });
    expect(stdout).toMatch(/^errors\n(.*\n)*? {2}P2 {2}bare-except +\S.*\n/m);
    const json = JSON.parse((await runCli(['rules', '--format', 'json'], { cwd })).stdout);
    expect(json.rules.find(({ name }: { name: string }) => name === 'bare-except')).toMatchObject({
      category: 'errors',
      severity: 'P2',
      cwe: [396],
    });
  });

  it.each([
    ['S608', 'sql-string-formatting'],
    ['py/path-injection', 'path-from-client'],
    ['W0702', 'bare-except'],
    ['CWE-918', 'server-side-request'],
    ['SQL injection', 'sql-string-formatting'],
  ])('explains the rule that reports %s', async (words, rule) => {
    const { code, stdout } = await runCli(['explain', words], { cwd });
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: expect.stringContaining(` ${rule} `) });
  });

  it('lists the rules that report one defect', async () => {
    const { code, stdout } = await runCli(['explain', 'memory leak'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d rules report "memory leak"; [\s\S]*\n {2}unbounded-cache {2}/);
  });

  it('explain tells why, what to do, and shows both examples', async () => {
    const { code, stdout } = await runCli(['explain', 'bare-except'], { cwd });
    expect(code).toBe(0);
    for (const part of [
      'P2 bare-except',
      'CWE-396',
      'Why\n',
      'What to do\n',
      'Fires on\n    try:',
      'Stays silent on\n',
      'Measured\n  reviewed on unfamiliar code: ',
    ]) {
      expect(stdout).toContain(part);
    }
    // Where a rule comes from is on its page.
    expect(stdout).not.toMatch(/Origin|regression/);
  });
});

describe('auditlint config', () => {
  it('takes what docs/configuration.md shows', async () => {
    const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const example = /```toml file=auditlint\.toml\n(.*?)```/s.exec(page)?.[1] ?? '';
    expect(example).toContain('[[overrides]]');
    const cwd = makeProject({ 'auditlint.toml': example, 'tests/test_app.py': CLEAN });
    expect(await runCli(['config', 'tests/test_app.py'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });

  it('says what applies to a file and from where', async () => {
    const cwd = makeProject({
      'tests/test_app.py': CLEAN,
      'api/old/app.py': CLEAN,
      'auditlint.toml': [
        'profile = "strict"',
        'exclude = ["old"]',
        '[severity]',
        'bare-except = "P2"',
        '[[overrides]]',
        'paths = ["tests"]',
        'ignore = ["suppression-unused"]',
      ].join('\n'),
    });
    const { code, stdout } = await runCli(['config', 'tests/test_app.py'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/configuration +auditlint\.toml\n/);
    expect(stdout).toMatch(/profile +strict \(auditlint\.toml:1\)\n/);
    expect(stdout).toMatch(/excluded +no\n/);
    expect((await runCli(['config', 'api/old/app.py'], { cwd })).stdout).toMatch(
      /excluded +by `old` \(auditlint\.toml:\d+\)\n/,
    );
    expect(stdout).toMatch(/overrides +auditlint\.toml:5\n/);
    expect(stdout).toMatch(
      /P2 {2}bare-except +profile strict \(auditlint\.toml:1\); severity from auditlint\.toml:4\n/,
    );
    expect(stdout).toMatch(
      /Rules that do not \(\d+\)\n(.*\n)* {2}P3 {2}suppression-unused +ignored by auditlint\.toml:7\n/,
    );
  });
});

describe('auditlint init', () => {
  it('writes a configuration that is valid, once', async () => {
    const cwd = makeProject({ 'app.py': CLEAN });
    expect((await runCli(['init'], { cwd })).code).toBe(0);
    const written = readFileSync(join(cwd, 'auditlint.toml'), 'utf8');
    expect((await runCli([], { cwd })).code).toBe(0);
    expect((await runCli(['config', 'app.py'], { cwd })).stdout).toMatch(/profile +default \(auditlint\.toml:\d+\)/);
    expect(await runCli(['init'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auditlint: `auditlint.toml` already exists and was not changed\n',
    });
    expect(readFileSync(join(cwd, 'auditlint.toml'), 'utf8')).toBe(written);
  });
});
