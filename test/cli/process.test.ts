import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAULTY, makeProject } from './run-cli.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

function start(argv: readonly string[], cwd: string) {
  const child = spawn(process.execPath, ['--import', tsx, main, ...argv], { cwd });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return { child, readStderr: () => stderr };
}

describe('the process', () => {
  it('ends quietly and with the right code when the reader goes (`| head`)', async () => {
    const cwd = makeProject({ 'app.py': FAULTY.repeat(3000) });
    const { child, readStderr } = start(['--select', 'bare-except', '.'], cwd);
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'exit');
    expect({ code, stderr: readStderr() }).toEqual({ code: 1, stderr: '' });
  });

  it('leaves nothing behind when interrupted', async () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`m${i}.py`, FAULTY.repeat(500)]));
    const cwd = makeProject(files);
    const { child } = start(['--format', 'sarif', '-o', 'out.sarif'], cwd);
    await setTimeout(2500);
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'exit');
    // Before our handler stands, node ends by the signal itself, which shells report as 130 too.
    expect(code ?? signal).toSatisfy((end) => end === 130 || end === 'SIGINT');
    expect(existsSync(join(cwd, 'out.sarif'))).toBe(false);
    expect(readdirSync(cwd).filter((name) => !name.endsWith('.py'))).toEqual([]);
  });

  it('writes to a pipe without colour and without progress', async () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const { child, readStderr } = start(['--select', 'bare-except'], cwd);
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(readStderr()).toBe('');
    expect(stdout).toContain('P0 bare-except  app.py:4:5');
    expect(stdout).not.toContain('\u001b');
  });
});
