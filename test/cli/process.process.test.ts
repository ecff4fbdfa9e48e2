import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../program/program.ts';
import { FAULTY, faulty, makeProject } from './run-cli.ts';

/** Says on standard error when the program begins to listen for interrupts. */
const PRINT_LISTENING = `data:text/javascript,process.on('newListener', (name) => {
  if (name === 'SIGINT') queueMicrotask(() => console.error('listening'));
})`;

function start(argv: readonly string[], cwd: string, preload: readonly string[] = [], env = process.env) {
  const imports = preload.flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...imports, commandLine(), ...argv], { cwd, env });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return { child, readStderr: () => stderr };
}

describe('the process', () => {
  it('ends quietly and with the right code when the reader goes (`| head`)', async () => {
    const cwd = makeProject({ 'app.py': Array.from({ length: 800 }, (_, i) => faulty(`read${i}`)).join('\n\n') });
    const { child, readStderr } = start(['--select', 'call-signature-mismatch', '.'], cwd);
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'exit');
    expect({ code, stderr: readStderr() }).toEqual({ code: 1, stderr: '' });
  });

  it('leaves nothing behind when interrupted', async () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`m${i}.py`, FAULTY.repeat(500)]));
    const cwd = makeProject(files);
    const { child, readStderr } = start(['--format', 'sarif', '-o', 'out.sarif'], cwd, [PRINT_LISTENING]);
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(readStderr()).toMatch(
      /^(?:listening\n)+auditlint: interrupted after \d+ of (?:0|400) files; no report was written\n$/,
    );
    expect(existsSync(join(cwd, 'out.sarif'))).toBe(false);
    expect(readdirSync(cwd).filter((name) => !name.endsWith('.py'))).toEqual([]);
  });

  it('takes no home directory for a project', async () => {
    const home = makeProject({ 'a/app.py': FAULTY, 'b/app.py': FAULTY });
    const { child, readStderr } = start(['a'], home, [], { ...process.env, HOME: home, USERPROFILE: home });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    await once(child, 'close');
    expect(stdout).toContain('P1 call-signature-mismatch  app.py:4:5');
    expect(readStderr()).toContain(
      'auditlint: `a` is scanned without the rest of the project: the working directory is a home directory or',
    );
  });

  it('writes to a pipe without colour and without progress', async () => {
    const cwd = makeProject({ 'app.py': FAULTY });
    const { child, readStderr } = start(['--select', 'call-signature-mismatch'], cwd);
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(readStderr()).toBe('');
    expect(stdout).toContain('P1 call-signature-mismatch  app.py:4:5');
    expect(stdout).not.toContain('\u001b');
  });

  it('shows where a fault is by names and lines of the sources', async () => {
    const cwd = makeProject({ 'app.py': 'read()\n', 'house/index.mjs': FAILING });
    const env = { ...process.env, AUDITLINT_DEBUG: '1' };
    const { child, readStderr } = start(['--plugin', './house/index.mjs', '--select', 'house'], cwd, [], env);
    await once(child, 'close');
    expect(readStderr()).toMatch(/ at called \(.*src\/plugins\/guarded-rules\.ts:\d+:\d+\)/);
  });
});

const FAILING = `const docs = { summary: 's', why: 'w', remedy: 'r', harm: 'hides-failures', severity: 'P2', precision: 'high', since: '1.0.0', cwe: [], origin: [], bad: 'b', good: 'g' };
const visit = { Call() { throw new Error('broken'); } };
export default { kitVersion: 2, name: 'house', rules: { failing: { type: 'source', docs, visit } } };
`;
