import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, describe, expect, it } from 'vitest';
import { serveTools } from '../../src/cli/commands/mcp.ts';
import type { ExitCode } from '../../src/cli/exit-code.ts';
import { runProgram } from '../../src/cli/program.ts';
import { CLEAN, FAULTY, faulty, ioOf, makeProject, runCli, WITH_CACHE } from '../cli/run-cli.ts';
import { PRINT_PLUGIN } from '../plugins/print-plugin.ts';
import { StreamTransport } from './stream-transport.ts';

const connected: { readonly client: Client; readonly ended: Promise<ExitCode> }[] = [];
afterEach(async () => {
  for (const { client, ended } of connected.splice(0)) {
    await client.close();
    expect(await ended).toBe(0);
  }
});

interface Started {
  readonly root?: readonly string[];
  readonly plugin?: string[];
}

/** The SDK's own client, connected to what `auditlint mcp` does, in this process. */
async function connect(cwd: string, options: Started = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ended = serveTools(options, ioOf({ cwd, env: WITH_CACHE }).io, runProgram, { input, output });
  connected.push({ client, ended });
  await client.connect(new StreamTransport(output, input));
  return client;
}

async function call(client: Client, name: string, input: Readonly<Record<string, unknown>> = {}) {
  const { content, isError } = await client.callTool({ name, arguments: input });
  const [first] = content as { type: string; text: string }[];
  return { text: first?.text ?? '', isError: isError === true };
}

const MODEL = 'import torch\n\n\ndef load(path):\n    return torch.load(path)\n';

const AUDIT =
  '# Audit\n\n## P1-1: a call that fails\n\n`app.py:4` calls `check_read(path, "csv")` with one argument too many.\n';

describe('auditlint mcp', () => {
  it('offers five tools, all of which only read', async () => {
    const client = await connect(makeProject());
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['scan', 'why', 'explain', 'replay', 'preview_fix']);
    for (const { annotations, inputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(description?.length).toBeGreaterThan(60);
    }
    expect(client.getServerVersion()?.name).toBe('auditlint');
    expect(client.getInstructions()).toContain('scan');
  });

  it('scans, tells why, explains and replays, and writes nothing into the repository', async () => {
    const cwd = makeProject({ 'app.py': FAULTY, 'b.py': CLEAN, 'AUDIT.md': AUDIT, 'model.py': MODEL });
    const before = readdirSync(cwd);
    const client = await connect(cwd);
    const scan = await call(client, 'scan');
    expect(scan).toMatchObject({ isError: false });
    expect(scan.text).toMatch(/^call-signature-mismatch\nwhy: [\s\S]+\napp\.py:4:5: /);
    expect((await call(client, 'scan', { paths: ['b.py'] })).text).toMatch(/^no findings\n/);
    expect((await call(client, 'why', { path: 'app.py', line: 4 })).text).toMatch(
      /Found\n {2}P1 call-signature-mismatch/,
    );
    expect((await call(client, 'explain', { rule: 'call-signature-mismatch' })).text).toMatch(/What to do\n/);
    expect((await call(client, 'replay', { document: 'AUDIT.md' })).text).toMatch(/stands as quoted/);
    expect((await call(client, 'preview_fix', { paths: ['app.py'] })).text).not.toContain('@@');
    const diff = await call(client, 'preview_fix', { paths: ['model.py'], rules: ['unsafe-torch-load'], unsafe: true });
    expect(diff.text).toMatch(/^--- a\/model\.py\n\+\+\+ b\/model\.py\n@@ [\s\S]+\n\+.*weights_only=True/);
    expect(readdirSync(cwd)).toEqual(before);
  });

  it('previews the fix of each finding that the same arguments of a scan tell of', async () => {
    const client = await connect(makeProject({ 'app.py': 'import json\nimport os\n\nprint(os.getcwd())\n' }));
    const strict = { paths: ['app.py'], rules: ['unused-import'], profile: 'strict' };
    expect((await call(client, 'scan', strict)).text).toContain('fix: Remove the import (`--fix`)');
    expect((await call(client, 'preview_fix', strict)).text).toContain('\n-import json\n');
  });

  it('reads nothing outside of its roots, whatever way leads there', async () => {
    const outside = makeProject({ 'secret.py': FAULTY });
    const cwd = makeProject({ 'app.py': CLEAN });
    symlinkSync(outside, join(cwd, 'link'));
    const client = await connect(cwd);
    const outsidePaths = [
      join(outside, 'secret.py'),
      `../${outside.split('/').at(-1)}/secret.py`,
      'link/secret.py',
      'link/not-there.py',
    ];
    for (const path of outsidePaths) {
      const refused = await call(client, 'scan', { paths: [path] });
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('is outside the allowed folders') });
      expect(await call(client, 'why', { path, line: 4 })).toEqual(refused);
      expect(await call(client, 'replay', { document: path })).toEqual(refused);
      expect(await call(client, 'preview_fix', { paths: [path] })).toEqual(refused);
    }
    expect((await call(client, 'scan', { root: outside })).text).toContain('is outside the allowed folders');
  });

  it('runs the plug-ins that it was started with, and none that the repository names', async () => {
    const cwd = makeProject({ 'app.py': 'print(1)\n' });
    const house = makeProject({ 'house.mjs': PRINT_PLUGIN, 'auditlint.toml': 'plugins = ["./house.mjs"]\n' });
    const strict = { profile: 'strict', rules: ['print-call'] };
    const client = await connect(house, { root: [cwd], plugin: ['./house.mjs'] });
    expect((await call(client, 'scan', strict)).text).toContain('app.py:1:1: it is printed');
    expect((await call(client, 'explain', { rule: 'print-call' })).text).toContain('Log it');
    expect((await call(client, 'why', { path: 'app.py', line: 1 })).text).toContain('print-call');
    const without = await call(await connect(house), 'scan', strict);
    expect(without).toMatchObject({ isError: true, text: expect.stringContaining('print-call') });
    expect(await runCli(['mcp', '--plugin', './gone'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auditlint: no such plug-in: `./gone`\n',
    });
  });

  it('serves several roots, by name', async () => {
    const [a, b] = [makeProject({ 'app.py': FAULTY }), makeProject({ 'app.py': CLEAN })];
    const client = await connect(a, { root: [a, b] });
    expect(await call(client, 'scan')).toMatchObject({
      isError: true,
      text: expect.stringContaining('pass `root`, one of'),
    });
    expect((await call(client, 'scan', { root: a })).text).toContain('app.py:4');
    expect((await call(client, 'scan', { root: b })).text).toMatch(/^no findings/);
  });

  it('cuts a long answer, says so, and gives the rest of the same answer', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`module_${i}.py`, faulty(`read_${i}`)]));
    const cwd = makeProject(files);
    const client = await connect(cwd);
    const pages: string[] = [];
    let offset = 0;
    for (;;) {
      const { text } = await call(client, 'scan', { offset });
      expect(text.length).toBeLessThanOrEqual(20_000);
      const cut =
        /\[truncated: \d+ of \d+ characters remain; call again with the same arguments and "offset": (\d+)\]$/.exec(
          text,
        );
      pages.push(cut === null ? text : text.slice(0, cut.index));
      if (cut === null) break;
      offset = Number(cut[1]);
      mkdirSync(join(cwd, 'late'), { recursive: true });
      writeFileSync(join(cwd, 'late', `late_${offset}.py`), FAULTY);
    }
    expect(pages.length).toBeGreaterThan(1);
    const reported = [...pages.join('').matchAll(/^(?:late\/)?\w+\.py:4:5: /gm)];
    expect(reported).toHaveLength(300);
  });

  it('answers with 20,000 characters at most, whatever stands in the repository', async () => {
    const folder = Array.from({ length: 15 }, () => 'n'.repeat(200)).join('/');
    const literal = '📦'.repeat(30_000);
    const long = FAULTY.replace('"csv"', `"${literal}"`);
    const fixed = Array.from({ length: 400 }, (_, i) => `import module_${i}\n`).join('');
    const audit = Array.from(
      { length: 400 },
      (_, i) => `### P1-${i}: a call that fails\n\n\`app.py:4\` calls \`check_read\`.\n`,
    );
    const cwd = makeProject({
      'app.py': long,
      [`${folder}/app.py`]: FAULTY,
      [`${folder}/b.py`]: long,
      'imports.py': `${fixed}NAME = "${literal}"\n`,
      'audit.md': `# Audit\n\n${audit.join('\n')}`,
      'auditlint.toml': 'profile = "strict"\n',
    });
    const client = await connect(cwd);
    const calls: [string, Readonly<Record<string, unknown>>][] = [
      ['scan', {}],
      ['why', { path: 'app.py', line: 4 }],
      ['why', { path: `${folder}/b.py`, line: 4 }],
      ['explain', { rule: 'call-signature-mismatch' }],
      ['explain', { rule: 'x'.repeat(50_000) }],
      ['replay', { document: 'audit.md' }],
      ['preview_fix', { paths: ['imports.py'], rules: ['unused-import'] }],
      ['scan', { paths: Array.from({ length: 100 }, (_, i) => `${'x'.repeat(4000)}${i}`) }],
    ];
    const sizes: number[] = [];
    for (const [name, input] of calls) {
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const { text } = await call(client, name, { ...input, offset });
        expect(/\p{Surrogate}/u.test(text), name).toBe(false);
        sizes.push(text.length);
        const next = /call again with the same arguments and "offset": (\d+)\]$/.exec(text);
        offset = next === null ? undefined : Number(next[1]);
      }
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000);
    expect(sizes.filter((size) => size > 15_000).length).toBeGreaterThan(3);
    for (const broken of [{ [`${'k'.repeat(50_000)}`]: 1 }, { root: 'x'.repeat(50_000) }])
      await expect(client.callTool({ name: 'scan', arguments: broken })).rejects.toSatisfy(
        (error: Error) => error.message.length < 2000,
      );
    await expect(client.callTool({ name: 'y'.repeat(50_000), arguments: {} })).rejects.toSatisfy(
      (error: Error) => error.message.length < 2000,
    );
  });

  it.each([
    ['an unknown tool', 'no_such_tool', {}, /unknown tool `no_such_tool`/],
    ['an unknown argument', 'scan', { path: 'app.py' }, /scan: .*path/],
    ['a line that is none', 'why', { path: 'app.py', line: 0 }, /why: `line`/],
    ['a rule that may be an option', 'explain', { rule: '--help' }, /explain: `rule`/],
    ['a revision that may be an option', 'replay', { document: 'a.md', at: '--output=x' }, /replay: `at`/],
  ])('refuses %s in the form of the protocol', async (_, name, input, pattern) => {
    const client = await connect(makeProject({ 'app.py': CLEAN }));
    await expect(client.callTool({ name, arguments: input })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(pattern),
    });
    expect((await call(client, 'scan')).text).toMatch(/^no findings/);
  });

  it.each([
    ['a path that is not there', 'scan', { paths: ['none.py'] }, 'no such file or folder'],
    ['a rule that is none', 'explain', { rule: 'bare-excpt' }, 'did you mean `bare-except`'],
    ['a wrong configuration', 'scan', { paths: ['sub'] }, 'auditlint.toml:1:1'],
  ])('answers %s with one sentence', async (_, name, input, sentence) => {
    const client = await connect(
      makeProject({ 'app.py': CLEAN, 'sub/b.py': CLEAN, 'sub/auditlint.toml': 'nonsense = 1\n' }),
    );
    const { text, isError } = await call(client, name, input);
    expect({ isError, lines: text.split('\n').length }).toEqual({ isError: true, lines: 1 });
    expect(text).toContain(sentence);
  });
});
