/** Rules of others in the commands. What runs is plain data: that plug-ins get the kit of the program is shown by an installed one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, makeProject, runCli } from './run-cli.ts';

const docs = (more = ''): string =>
  `{ summary: 'call of print', why: 'it prints', remedy: 'Log it', harm: 'hides-failures', severity: 'P2', precision: 'high', since: '1.0.0', cwe: [778], origin: [], bad: 'print(1)', good: 'log(1)', ${more} }`;

const source = (visit: string, more = ''): string => `{ type: 'source', docs: ${docs()}, ${more} visit: { ${visit} } }`;

const plugin = (rules: string, more = "kitVersion: 2, name: 'house'"): string =>
  `export default { ${more}, rules: { ${rules} } };\n`;

const PRINT = `'print-call': ${source(
  "Call(call, ctx) { if (call.func.id === ctx.options.called) ctx.report({ at: call, message: '`' + call.func.id + '` is called' }); }",
  "options: { called: { default: 'print', description: 'Name that is looked for' } },",
)}`;

const SERVED = `import logging


def report(order):
    print(order)
    show(order)


while True:
    report("an order")
`;

const FILES = { 'house/index.mjs': plugin(PRINT), 'app/main.py': SERVED };
const HOUSE = ['--plugin', './house/index.mjs'];
const STRICT = [...HOUSE, '--select', 'house', '--profile', 'strict'];

describe('a plug-in that the user names', () => {
  it('is run with our rules, and alone by its name', async () => {
    const cwd = makeProject({ ...FILES, 'app/other.py': FAULTY });
    const all = JSON.parse((await runCli([...HOUSE, '--profile', 'strict', '--format', 'json'], { cwd })).stdout);
    const rules = all.findings.map(({ rule }: { rule: string }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['print-call', 'call-signature-mismatch']));
    const { code, stdout } = await runCli([...STRICT, '--fail-on', 'P3', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings).toEqual([
      expect.objectContaining({
        rule: 'print-call',
        category: 'house',
        message: '`print` is called',
        path: 'app/main.py',
        line: 5,
        column: 5,
        cwe: [778],
      }),
    ]);
  });

  it('has its options in the configuration of the repository, checked like ours', async () => {
    const cwd = makeProject({ ...FILES, 'auditlint.toml': '[rules.print-call]\ncalled = "show"\n' });
    expect((await runCli([...STRICT, '--all'], { cwd })).stdout).toContain('`show` is called');
    const wrong = makeProject({ ...FILES, 'auditlint.toml': '[rules.print-call]\ncaled = "show"\n' });
    expect(await runCli(STRICT, { cwd: wrong })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('auditlint.toml:2:1'),
    });
    const unknown = await runCli([], { cwd });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('print-call') });
  });

  it('has its fixes made, previewed and reported like ours', async () => {
    const kinds = "fixes: [{ title: 'Leave it out', safety: 'safe', because: 'nobody reads it' }],";
    const visit =
      "Expr(at, ctx) { if (at.value.func?.id === 'print') ctx.report({ at, message: 'printed', fix: { edits: [{ at, text: 'pass' }] } }); }";
    const fixing = `'print-call': { type: 'source', docs: ${docs(kinds)}, visit: { ${visit} } }`;
    const cwd = makeProject({ ...FILES, 'house/index.mjs': plugin(fixing) });
    const { stdout } = await runCli(['--preview-fixes', ...STRICT], { cwd });
    expect(stdout).toContain('-    print(order)\n+    pass\n');
    expect((await runCli(['explain', 'print-call', ...HOUSE], { cwd })).stdout).toContain('Leave it out (safe: nobody');
    await runCli(['--fix', ...STRICT], { cwd });
    expect(readFileSync(join(cwd, 'app/main.py'), 'utf8')).toBe(SERVED.replace('print(order)', 'pass'));
  });

  it('is told by explain, rules, config and why', async () => {
    const cwd = makeProject(FILES);
    expect((await runCli(['explain', 'print-call', ...HOUSE], { cwd })).stdout).toMatch(
      /call of print\n {0,2}category house, .*from the plug-in house\n[\s\S]*called = "print" {2}# Name that is looked for/,
    );
    expect((await runCli(['rules', ...HOUSE], { cwd })).stdout).toMatch(/^house\n {2}P2 {2}print-call/m);
    expect((await runCli(['config', 'app/main.py', ...HOUSE], { cwd })).stdout).toContain('print-call');
    expect((await runCli(['why', 'app/main.py:5', 'print-call', ...HOUSE], { cwd })).stdout).toContain(
      '`print` is called',
    );
    expect(await runCli(['why', 'app/main.py:5', 'print-call'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown rule `print-call`'),
    });
  });

  it('is accepted by a comment and by a baseline', async () => {
    const cwd = makeProject(FILES);
    const known = await runCli(['baseline', ...STRICT, '--baseline', 'known.txt'], { cwd });
    expect(known.stdout).toContain('1 finding');
    expect((await runCli([...STRICT, '--baseline', 'known.txt'], { cwd })).stdout).toContain('1 finding known');
    await runCli(['suppress', 'print-call', 'app/main.py:5', '--reason', 'a till prints', ...HOUSE], { cwd });
    expect(readFileSync(join(cwd, 'app/main.py'), 'utf8')).toContain('auditlint: ignore[print-call] a till prints');
    expect((await runCli(STRICT, { cwd })).stdout).toContain('No findings');
  });

  it('is an extension of the tool in SARIF', async () => {
    const cwd = makeProject({
      ...FILES,
      'house/package.json': '{ "version": "2.3.4" }',
      'app/other.py': FAULTY,
    });
    const options = [...HOUSE, '--profile', 'strict', '--format', 'sarif'];
    const [run] = JSON.parse((await runCli(options, { cwd })).stdout).runs;
    expect(run.tool.extensions).toEqual([
      { name: 'house', version: '2.3.4', rules: [expect.objectContaining({ id: 'print-call' })] },
    ]);
    const of = (rule: string) => run.results.find(({ ruleId }: { ruleId: string }) => ruleId === rule);
    expect(of('print-call').rule).toEqual({ id: 'print-call', index: 0, toolComponent: { index: 0 } });
    expect(of('print-call')).not.toHaveProperty('ruleIndex');
    const own = of('call-signature-mismatch');
    expect(run.tool.driver.rules[own.ruleIndex].id).toBe('call-signature-mismatch');
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).not.toContain('print-call');
  });

  it('is in both halves of a sharded scan, and has to be named to both', async () => {
    const facts = `{ type: 'project', docs: ${docs()}, facts: (file) => [file.module.body.length], check(project, ctx) { for (const { path, fact } of ctx.facts) ctx.report({ at: { path, line: 1, column: 1, endLine: 1, endColumn: 2 }, message: fact + ' statements in one of ' + project.modules.length, key: path }); } }`;
    const cwd = makeProject({ ...FILES, 'house/index.mjs': plugin(`${PRINT}, 'long-file': ${facts}`), 'b.py': CLEAN });
    for (const part of ['1/2', '2/2']) {
      expect(await runCli([...STRICT, '--shard', part, '-o', `${part[0]}.part`], { cwd })).toMatchObject({ code: 0 });
    }
    const parts = ['1.part', '2.part'];
    const merged = await runCli(['merge', ...parts, ...HOUSE, '--format', 'json'], { cwd });
    expect(merged.stdout).toBe((await runCli([...STRICT, '--format', 'json', '--exclude', '*.part'], { cwd })).stdout);
    expect(JSON.parse(merged.stdout).findings).toHaveLength(3);
    expect(await runCli(['merge', ...parts], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('made with the plug-in `house`'),
    });
  });
});

describe('a plug-in that a configuration names', () => {
  const LOUD = `import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('./ran', import.meta.url), '');\n${plugin(PRINT)}`;
  const files = { ...FILES, 'house/index.mjs': LOUD, 'auditlint.toml': 'plugins = ["./house/index.mjs"]\n' };

  it('is not run where the repository says so, which is told once', async () => {
    const cwd = makeProject(files);
    for (const argv of [[], ['app'], ['report'], ['config', 'app/main.py'], ['why', 'app/main.py:5']]) {
      const { stderr } = await runCli(argv, { cwd });
      expect(stderr.match(/`plugins` of .*auditlint\.toml is ignored \(`\.\/house\/index\.mjs`\)/g)).toHaveLength(1);
    }
    expect((await runCli(['--quiet'], { cwd })).stderr).toBe('');
    expect(existsSync(join(cwd, 'house/ran'))).toBe(false);
  });

  it('is told to be ignored in a folder below the root as well', async () => {
    const cwd = makeProject({
      ...files,
      'auditlint.toml': '',
      'app/auditlint.toml': '\nplugins = ["../house/index.mjs"]\n',
    });
    const { stdout } = await runCli(['--format', 'json'], { cwd });
    expect(JSON.parse(stdout).notices).toEqual([
      {
        kind: 'unused-setting',
        path: 'app/auditlint.toml',
        line: 2,
        message: '`plugins`: ignored, a repository cannot load plug-ins; pass `--plugin` yourself',
      },
    ]);
    expect(existsSync(join(cwd, 'house/ran'))).toBe(false);
  });

  it('is run where the user passes that file, from its folder', async () => {
    const cwd = makeProject({ ...files, 'sub/x.py': CLEAN });
    const argv = ['../app', '--config', '../auditlint.toml', '--select', 'house', '--profile', 'strict', '--all'];
    const { stdout, stderr } = await runCli(argv, { cwd: join(cwd, 'sub') });
    expect(stdout).toContain('`print` is called');
    expect(stderr).not.toContain('ignored');
    expect(existsSync(join(cwd, 'house/ran'))).toBe(true);
  });
});

describe('a plug-in that cannot be used', () => {
  const rule = source('Call() {}');
  const cases: readonly (readonly [what: string, text: string | undefined, sentence: string])[] = [
    ['is not there', undefined, 'no such plug-in: `./p.mjs`'],
    ['throws at import', 'throw new Error("no\\nway");', 'cannot be loaded: Error: no'],
    ['exports nothing', 'export const a = 1;', 'does not export a plug-in; write `export default definePlugin('],
    ['has no rules', plugin(''), 'has no rules'],
    ['is for another version', plugin('', "kitVersion: 3, name: 'house'"), 'is written for kit version 3'],
    ['is for no version', plugin('', "name: 'house'"), 'states no kit version'],
    ['has the name of a category', plugin(`'a-b': ${rule}`, "kitVersion: 2, name: 'errors'"), 'is named `errors`'],
    [
      'has a rule of ours',
      plugin(`'bare-except': ${rule}`),
      'has a rule `bare-except`, which is already the name of a rule',
    ],
    [
      'has a rule of the engine',
      plugin(`'suppression-without-reason': ${rule}`),
      'has a rule `suppression-without-reason`, which is already the name of a rule',
    ],
    ['has a rule of a wrong name', plugin(`'A b': ${rule}`), 'wrong `rules.A b`: lower case, with hyphens'],
    [
      'visits what there is not',
      plugin(`'a-b': ${source('Cal() {}')}`),
      'wrong `rules.a-b.visit`: Unrecognized key: "Cal"',
    ],
    [
      'has a wrong harm',
      plugin(`'a-b': ${rule.replace("'hides-failures'", "'hurts'")}`),
      'wrong `rules.a-b.docs.harm`',
    ],
    ['is no rule', plugin("'a-b': 3"), 'wrong `rules.a-b`'],
  ];

  it.each(cases)('that %s: one sentence', async (what, text, sentence) => {
    // Each has a path of its own: a module is loaded once.
    const cwd = makeProject({ 'a.py': CLEAN, ...(text !== undefined && { 'p.mjs': text }) });
    const { code, stdout, stderr } = await runCli(['--plugin', './p.mjs'], { cwd });
    expect({ what, code, stdout }).toEqual({ what, code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('by a name that is not installed beside auditlint, wherever else it is', async () => {
    const cwd = makeProject({
      'node_modules/auditlint-plugin-house/package.json': '{ "exports": "./index.mjs" }',
      'node_modules/auditlint-plugin-house/index.mjs': plugin(PRINT),
    });
    expect(await runCli(['--plugin', 'auditlint-plugin-house'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the package `auditlint-plugin-house` is not installed'),
    });
    expect(await runCli(['--plugin', 'a b'], { cwd })).toMatchObject({ code: 2 });
  });

  it('beside another one with a rule of the same name', async () => {
    const twin = plugin(PRINT, "kitVersion: 2, name: 'other'");
    const cwd = makeProject({ ...FILES, 'twin.mjs': twin });
    expect(await runCli([...HOUSE, '--plugin', './twin.mjs'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the plug-in `./twin.mjs` has a rule `print-call`'),
    });
  });
});

describe('a rule that fails loses itself, and nothing else', () => {
  it.each([
    ['throws', "Call() { throw new Error('boom'); }", 'Error: boom'],
    ['waits', "async Call() { throw new Error('boom'); }", 'it is asynchronous, but rules must be synchronous'],
    ['says nothing', 'Call(at, ctx) { ctx.report({ at }); }', 'it reports an invalid `message`'],
    [
      'points nowhere',
      "Call(at, ctx) { ctx.report({ at: { start: 5, end: 9999 }, message: 'x' }); }",
      'not in the file',
    ],
    [
      'makes a condition',
      "Call(at, ctx) { ctx.report({ at, message: 'x', when: { question: { kind: 'is-service' }, yes: 'keep', no: 'drop' } }); }",
      'it reports a problem with `when`, which plug-ins cannot use',
    ],
    [
      'fixes nothing',
      "Call(at, ctx) { ctx.report({ at, message: 'x', fix: {} }); }",
      'it reports an invalid `fix.edits`',
    ],
    [
      'mends another file',
      "Call(at, ctx) { ctx.report({ at, message: 'x', fix: { edits: [{ at: { start: 5, end: 9999 }, text: '' }] } }); }",
      'not in the file',
    ],
    [
      'mends twice',
      "Call(at, ctx) { ctx.report({ at, message: 'x', fix: { edits: [{ at, text: '1' }, { at, text: '2' }] } }); }",
      'its fix has edits that overlap',
    ],
    [
      'does not say how safe its fix is',
      "Call(at, ctx) { ctx.report({ at, message: 'x', fix: { edits: [{ at, text: '1' }] } }); }",
      'it offers a fix that its `docs.fixes` does not list',
    ],
  ])('that %s', async (_, visit, message) => {
    const cwd = makeProject({ ...FILES, 'house/index.mjs': plugin(`${PRINT}, 'bad-one': ${source(visit)}`) });
    const { code, stdout, stderr } = await runCli([...STRICT, '--format', 'json'], { cwd });
    const { findings, notices } = JSON.parse(stdout);
    expect({ code, stderr: stderr.includes('    at ') }).toEqual({ code: 3, stderr: false });
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(['print-call']);
    expect(new Set(notices.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(['rule-failed']));
    expect(notices[0].message).toContain(message);
  });

  it.each([
    ['facts that are no JSON', 'facts: () => [1n], check() {}', 'BigInt'],
    ['facts that are no list', "facts: () => 'x', check() {}", 'does not return a list'],
    [
      'a place in no file',
      "check(project, ctx) { ctx.report({ at: { path: 'nope', line: 1, column: 1, endLine: 1, endColumn: 2 }, message: 'x', key: 'k' }); }",
      'not a file of the project',
    ],
  ])('with %s', async (_, body, message) => {
    const bad = `{ type: 'project', docs: ${docs()}, ${body} }`;
    const cwd = makeProject({ ...FILES, 'house/index.mjs': plugin(`${PRINT}, 'bad-one': ${bad}`) });
    const { code, stdout } = await runCli([...STRICT, '--format', 'json'], { cwd });
    const { findings, notices } = JSON.parse(stdout);
    expect({ code, findings: findings.length }).toEqual({ code: 3, findings: 1 });
    expect(notices[0].message).toContain(message);
  });
});
