/** The packed package in an empty folder, as someone has it who writes a plug-in: nothing of this checkout is beside it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackage } from '../../tools/package/pack.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { buildTree } from '../release/built-tree.ts';

const ORDERS = 'import logging\n\n\ndef pay(order):\n    print("paid", order)\n\n\nwhile True:\n    pay(1)\n';
const PLUGIN = ['--plugin', './auditlint-plugin-acme', '--select', 'acme'];

let home = '';
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
};

function run(
  program: string,
  words: readonly string[],
  folder = '',
  environment: Readonly<Record<string, string>> = {},
) {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: join(home, folder),
    env: { ...inherited, AUDITLINT_NO_CACHE: '1', ...environment },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const auditlint = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  run(process.execPath, [join(home, 'node_modules/auditlint/bin/auditlint.js'), ...words], '', environment);

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-installed-')));
  const { tarball, problems } = packPackage(await buildTree(), home);
  expect(problems).toEqual([]);
  write('package.json', '{ "private": true }');
  const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball]);
  expect(installed).toMatchObject({ code: 0 });
  write('orders/main.py', ORDERS);
  expect(auditlint(['new-plugin', 'auditlint-plugin-acme'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('wrote auditlint-plugin-acme: the plug-in `acme`'),
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a plug-in as `new-plugin` writes it', () => {
  it('passes its own tests', () => {
    const { code, stdout } = run('npm', ['test'], 'auditlint-plugin-acme');
    expect({ code, failed: stdout.match(/^# fail .*/m)?.[0] ?? stdout.match(/fail \d+/)?.[0] }).toMatchObject({
      code: 0,
      failed: expect.stringMatching(/fail 0$/),
    });
    expect(stdout).toContain('print-as-log: clean-look-alikes.py');
  });

  it('fails them where the rule is wrong', () => {
    const rule = readFileSync(join(home, 'auditlint-plugin-acme/rules/print-as-log.js'), 'utf8');
    write('broken/package.json', '{ "type": "module" }');
    for (const path of [
      'index.js',
      'test/rules.test.js',
      'fixtures/print-as-log/flagged.py',
      'fixtures/print-as-log/clean-remedy.py',
    ]) {
      write(`broken/${path}`, readFileSync(join(home, 'auditlint-plugin-acme', path), 'utf8'));
    }
    write('broken/rules/print-as-log.js', rule.replace('builtins.print', 'logging.getLogger'));
    const { code, stdout } = run(process.execPath, ['--test'], 'broken');
    expect(code).toBe(1);
    expect(stdout).toContain('expected print-as-log "`pay` prints", and nothing like it was reported');
    expect(stdout).toContain('`docs.bad` has 0 findings');
  });

  it('has types that its own check accepts, and that refuse what is wrong', () => {
    const tsc = [join(projectRoot, 'node_modules/typescript/bin/tsc'), '-p', 'jsconfig.json', '--types', ''];
    expect(run(process.execPath, tsc, 'auditlint-plugin-acme')).toMatchObject({ code: 0, stdout: '' });
    const rule = join(home, 'auditlint-plugin-acme/rules/print-as-log.js');
    const text = readFileSync(rule, 'utf8');
    writeFileSync(
      rule,
      text.replace("harm: 'hides-failures'", "harm: 'hurts'").replace('ctx.options.allowed', 'ctx.options.alowed'),
    );
    const refused = run(process.execPath, tsc, 'auditlint-plugin-acme').stdout;
    writeFileSync(rule, text);
    expect(refused).toMatch(/'"hurts"' is not assignable/);
    expect(refused).toMatch(/'alowed' does not exist/);
  });

  it('finds what it is for, by its path and by its name', () => {
    const byPath = auditlint([...PLUGIN, '--all', 'orders']);
    expect(byPath).toMatchObject({ code: 0, stderr: '' });
    expect(byPath.stdout).toContain('print-as-log  orders/main.py:5:5\n   `pay` prints what a logger should be told');
    expect(run('npm', ['install', '--offline', '--no-audit', '--no-fund', './auditlint-plugin-acme'])).toMatchObject({
      code: 0,
    });
    const byName = auditlint([
      '--plugin',
      'auditlint-plugin-acme',
      '--select',
      'acme',
      '--profile',
      'strict',
      '--all',
      'orders',
    ]);
    expect(byName).toEqual(byPath);
  });

  it('is refused a name or a place that is taken', () => {
    expect(auditlint(['new-plugin', 'auditlint-plugin-acme'])).toMatchObject({
      code: 2,
      stderr: 'auditlint: `auditlint-plugin-acme` already exists; it was not changed\n',
    });
    expect(auditlint(['new-plugin', 'security']).stderr).toContain('`security` is the name of a rule or category');
    expect(auditlint(['new-plugin', '../up']).stderr).toContain('`../up` is no name for a plug-in');
  });

  it('that does not parse, or never loads, gets one sentence', () => {
    write('broken.mjs', 'export default {');
    write('waiting.mjs', 'await new Promise(() => {});');
    expect(auditlint(['--plugin', './broken.mjs', 'orders'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auditlint: the plug-in `./broken.mjs` cannot be loaded: SyntaxError: Unexpected end of input\n',
    });
    expect(auditlint(['--plugin', './waiting.mjs', 'orders'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'auditlint: the plug-in `./waiting.mjs` did not load within 10 seconds\n',
    });
  });
});

describe('the kit of a plug-in', () => {
  const PROBE = `import { definePlugin, defineSourceRule, kitVersion, nodesOf } from 'auditlint/kit';
const docs = { summary: 'a', why: 'b', remedy: 'c', harm: 'hides-failures', severity: 'P2', precision: 'high', since: '1.0.0', cwe: [], origin: [], bad: 'f()', good: 'x' };
export default definePlugin({ kitVersion, name: 'probe', rules: { 'any-call': defineSourceRule({ docs, visit: {
  Module(module, ctx) { for (const call of nodesOf(module, 'Call')) ctx.report({ at: call, message: 'WORD' }); },
} }) } });
`;

  it('is that of the auditlint which runs it, whatever the plug-in has installed', () => {
    write('probe/index.mjs', PROBE);
    write('probe/node_modules/auditlint/package.json', '{ "exports": { "./kit": "./kit.js" } }');
    write('probe/node_modules/auditlint/kit.js', 'throw new Error("another copy");');
    const { code, stdout } = auditlint([
      '--plugin',
      './probe/index.mjs',
      '--select',
      'probe',
      '--profile',
      'strict',
      '--all',
      'orders',
    ]);
    expect({ code, found: stdout.match(/^P\d any-call/gm)?.length }).toEqual({ code: 0, found: 2 });
  });

  it('may print, which is no part of the report', () => {
    write(
      'talking.mjs',
      `console.log('loaded');\n${PROBE.replace('ctx.report(', "console.info('seen'), ctx.report(")}`,
    );
    const words = ['--plugin', './talking.mjs', '--select', 'probe', '--format', 'json', 'orders'];
    const { stdout, stderr } = auditlint(words);
    expect(JSON.parse(stdout).findings).toHaveLength(2);
    expect(stderr).toMatch(/^loaded\nseen\nseen\n/);
    // It loads the rules more than once.
    expect(auditlint(['why', 'orders/main.py:5', '--plugin', './talking.mjs']).stdout).toContain('any-call');
  });

  it('is there in threads as well', () => {
    const padding = `ORDER = "an order of the day, and what was paid for it"\n`.repeat(1700);
    for (let index = 0; index < 100; index++) write(`many/m${index}.py`, `${padding}${ORDERS}`);
    const words = [...PLUGIN, '--format', 'json', 'many', '--jobs'];
    const one = auditlint([...words, '1']);
    expect(JSON.parse(one.stdout).findings).toHaveLength(100);
    expect(auditlint([...words, '2'])).toEqual(one);
  });

  it('and what was found is kept for the same plug-in only', () => {
    write('cached/main.py', ORDERS);
    write('told/index.mjs', PROBE);
    write('told/helper.mjs', 'export const word = 1;\n');
    const words = ['--plugin', './told/index.mjs', '--select', 'probe', '--profile', 'strict', '--all', 'cached'];
    const warm = { AUDITLINT_NO_CACHE: '', AUDITLINT_CACHE_KEY: 'of this test' };
    const first = auditlint(words, warm);
    expect(first.stdout).toContain('WORD');
    expect(auditlint(words, warm)).toEqual(first);
    write('told/index.mjs', PROBE.replace("'WORD'", "'other'"));
    expect(auditlint(words, warm).stdout).toContain('other');
    expect(auditlint(['--select', 'bare-except', '--profile', 'strict', 'cached'], warm).stdout).toContain(
      'No findings',
    );
    // What it imports is part of it.
    const imports = PROBE.replace("'WORD'", 'word').replace(/^/, "import { word } from './helper.mjs';\n");
    write('told/helper.mjs', "export const word = 'from a helper';\n");
    write('told/index.mjs', imports);
    expect(auditlint(words, warm).stdout).toContain('from a helper');
    write('told/helper.mjs', "export const word = 'from a changed one';\n");
    expect(auditlint(words, warm).stdout).toContain('from a changed one');
  });
});
