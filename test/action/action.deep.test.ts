import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, faulty, makeProject, UNFINISHED, unfinished } from '../cli/run-cli.ts';
import { PRINT_PLUGIN } from '../plugins/print-plugin.ts';
import { buildTree } from '../release/built-tree.ts';
import { type ActionRun, type ActionSetting, runAction } from './composite.ts';
import { git, pullRequestOn } from './pull-request.ts';

const tree = await buildTree();
const ONLY = '--select call-signature-mismatch';

type Setting = Partial<Omit<ActionSetting, 'action' | 'temporary'>>;

function run(workspace: string, inputs: Readonly<Record<string, string>> = {}, setting: Setting = {}): ActionRun {
  return runAction({ action: tree, workspace, temporary: makeProject(), with: { args: ONLY, ...inputs }, ...setting });
}

const checkout = (files: Readonly<Record<string, string>>): string => makeProject({ '.git/HEAD': '', ...files });
const pullRequest = (headRepository: string | null) => ({
  name: 'pull_request_target',
  payload: {
    pull_request: {
      base: { sha: '1'.repeat(40), repo: { full_name: 'team/service' } },
      head: { sha: '2'.repeat(40), repo: headRepository === null ? null : { full_name: headRepository } },
    },
  },
});
const readSarif = ({ outputs }: ActionRun) => JSON.parse(readFileSync(outputs['sarif-file'] ?? '', 'utf8')).runs[0];

describe('the action', () => {
  it('passes without findings, and uploads that there are none', () => {
    const result = run(checkout({ 'app.py': CLEAN }));
    expect(result.conclusion).toBe('success');
    expect(result.outputs).toMatchObject({ 'exit-code': '0', findings: '0', p0: '0' });
    expect(result.uses).toHaveLength(1);
    expect(readSarif(result).results).toEqual([]);
    expect(result.summary).not.toBe('');
  });

  it('annotates where it is told to, and where it may not upload', () => {
    const workspace = checkout({ 'service/app.py': FAULTY });
    const reported = run(workspace, { annotations: 'true', 'working-directory': 'service', summary: 'false' });
    const annotation = {
      name: 'error',
      properties: { file: 'service/app.py', line: '4', title: 'P1 call-signature-mismatch' },
    };
    expect(reported.commands).toMatchObject([annotation]);
    expect(reported.summary).toBe('');
    for (const fork of ['stranger/service', null]) {
      const result = run(workspace, {}, { event: pullRequest(fork) });
      expect(result.uses).toEqual([]);
      expect(result.commands).toMatchObject([
        { name: 'notice', message: expect.stringContaining('no permission to upload') },
        annotation,
      ]);
      expect(result.summary).toContain('call-signature-mismatch');
      expect(result.outputs).toMatchObject({
        'exit-code': '1',
        p1: '1',
        'sarif-file': expect.stringMatching(/\.sarif$/),
      });
      expect(result.conclusion).toBe('failure');
    }
  });

  it('uploads for a pull request of the repository itself, and not for a push of Dependabot', () => {
    const workspace = checkout({ 'app.py': CLEAN });
    expect(run(workspace, {}, { event: pullRequest('team/service') }).uses).toHaveLength(1);
    expect(run(workspace, {}, { actor: 'dependabot[bot]' }).uses).toEqual([]);
    const without = run(workspace, { 'upload-sarif': 'false' });
    expect(without.uses).toEqual([]);
    expect(readSarif(without).results).toEqual([]);
  });

  it('hands every input to auditlint', () => {
    const workspace = checkout({
      'a b/app.py': FAULTY,
      'c/app.py': faulty('parse'),
      'other.py': faulty('load'),
      'my conf.toml': 'ignore = ["concurrency"]\n',
      'auditlint.toml': 'fail-on = "never"\n',
    });
    const some = run(workspace, { paths: 'a b\n\n  c/app.py\n', 'fail-on': 'P1', category: 'service/api' });
    expect(some.outputs).toMatchObject({ 'exit-code': '1', findings: '2' });
    expect(readSarif(some).automationDetails.id).toBe('service/api/');
    expect(run(workspace).outputs).toMatchObject({ 'exit-code': '0', findings: '3' });
    expect(run(workspace, { args: '', config: 'my conf.toml', profile: 'strict' }).outputs.findings).toBe('0');
    const args = `--select 'call-signature-mismatch' \\\n  --exclude "a b/**" --exclude c`;
    expect(run(workspace, { args, 'fail-on': 'never' }).outputs).toMatchObject({ 'exit-code': '0', findings: '1' });
  });

  it('runs the plug-ins that the workflow names', () => {
    const workspace = checkout({ 'app.py': 'print(1)\n', 'house.mjs': PRINT_PLUGIN });
    const inputs = { args: '--select print-call', profile: 'strict', plugins: './house.mjs\n' };
    expect(run(workspace, inputs).outputs.findings).toBe('1');
    expect(run(workspace, { ...inputs, plugins: './gone.mjs' }).outputs['exit-code']).toBe('2');
  });

  it('writes the audit where it is told to, and attaches it', () => {
    const workspace = checkout({ 'src/app.py': FAULTY });
    const setting = { paths: 'src', 'upload-sarif': 'false', category: 'service/api' };
    const html = run(workspace, { ...setting, report: 'html' });
    expect(readFileSync(html.outputs['report-file'] ?? '', 'utf8')).toMatch(
      /^<!doctype html>[\s\S]*call-signature-mismatch/,
    );
    expect(html.uses).toEqual([
      {
        action: expect.stringMatching(/^actions\/upload-artifact@[0-9a-f]{40}$/),
        with: { name: 'auditlint-audit-service-api', path: html.outputs['report-file'], overwrite: 'true' },
      },
    ]);
    expect(html.outputs['exit-code']).toBe('1');
    const markdown = run(workspace, { ...setting, report: 'markdown' });
    expect(readFileSync(markdown.outputs['report-file'] ?? '', 'utf8')).toMatch(/^# Audit of /);
    expect(run(workspace, setting).outputs['report-file']).toBe('');
    const wrong = run(workspace, { report: 'pdf' });
    expect(wrong.commands).toMatchObject([
      { name: 'error', message: expect.stringContaining('choose html or markdown') },
    ]);
  });

  it('says 3 where there is nothing to scan, and closes no alert by it', () => {
    const result = run(checkout({ 'notes.txt': '' }));
    expect(result.conclusion).toBe('failure');
    expect(result.outputs).toMatchObject({ 'exit-code': '3', findings: '0' });
    expect(result.uses).toEqual([]);
  });
});

describe('wrong use is one annotation and exit code 2', () => {
  const workspace = checkout({ 'app.py': FAULTY });
  it.each<[Record<string, string>, string]>([
    [{ 'upload-sarif': 'yes' }, 'input `upload-sarif`: unknown value `yes`; use true or false'],
    [{ summary: '' }, 'input `summary`: unknown value ``; use true or false'],
    [{ annotations: 'maybe' }, 'input `annotations`: unknown value `maybe`; use auto, true or false'],
    [{ args: `--select 'bare` }, 'input `args`: unclosed quote'],
    [
      { 'working-directory': 'nowhere' },
      'input `working-directory`: no such folder: `nowhere`; run actions/checkout first',
    ],
    [
      { 'working-directory': 'app.py' },
      'input `working-directory`: no such folder: `app.py`; run actions/checkout first',
    ],
    [{ paths: 'ap.py' }, 'no such file or folder: `ap.py`; did you mean `app.py`?'],
    [{ profile: 'strikt' }, '--profile: unknown `strikt`; did you mean `strict`?'],
    [{ 'fail-on': 'P9' }, '--fail-on: unknown `P9`; did you mean `P0`?'],
    [{ config: 'no.toml' }, 'no such configuration file: `no.toml`'],
    [{ baseline: 'no.txt' }, 'no baseline `no.txt`; `auditlint baseline` writes one'],
    [{ args: '--formt json' }, 'unknown option `--formt` of `check`; did you mean `--format`?'],
  ])('%j', (inputs, message) => {
    const result = run(workspace, inputs);
    expect(result.commands).toEqual([{ name: 'error', properties: { title: 'auditlint' }, message }]);
    expect(result.conclusion).toBe('failure');
    expect(result.outputs).toMatchObject({ 'exit-code': '2', 'sarif-file': '', findings: '', p0: '' });
    expect(result.uses).toEqual([]);
    expect(result.summary).toBe('');
  });

  it('without Node', () => {
    const path = makeProject();
    symlinkSync('/bin/bash', join(path, 'bash'));
    const result = run(workspace, {}, { path });
    expect(result.commands).toMatchObject([
      { name: 'error', message: expect.stringContaining('run actions/setup-node') },
    ]);
    expect(result.outputs['exit-code']).toBe('2');
  });

  it('with a Node that is too old', () => {
    const versions = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });";
    const old = join(makeProject({ 'old.mjs': versions }), 'old.mjs');
    const result = run(workspace, {}, { env: { NODE_OPTIONS: `--import=${old}` } });
    expect(result.commands).toMatchObject([
      { name: 'error', message: 'auditlint needs Node 20.19 or newer; this is 18.20.0.' },
    ]);
  });
});

describe('hostile', () => {
  const ATTACKS = [
    `; touch pwned; $(touch pwned) \`touch pwned\` " && touch pwned; "' ; touch pwned ; '`,
    'x\n::error::forged\n##[error]forged\nexit-code=0\nupload=true\n%0A::error::forged',
    '--format=sarif=pwned',
  ];
  const NAMES = ['paths', 'config', 'profile', 'fail-on', 'baseline', 'category', 'working-directory'];
  const SWITCHES = ['upload-sarif', 'annotations', 'summary'];
  const sets = [
    ...[NAMES, SWITCHES, [...NAMES.slice(0, -1), 'args', 'diff']],
    ...['paths', 'config', 'baseline', 'working-directory'].map((name) => [name]),
  ];

  it.each(ATTACKS)('inputs run nothing, write nothing and forge nothing: %j', (attack) => {
    for (const names of sets) {
      const workspace = checkout({ 'app.py': FAULTY });
      const result = run(workspace, Object.fromEntries(names.map((name) => [name, attack])));
      expect(readdirSync(workspace).sort()).toEqual(['.git', 'app.py']);
      expect(result.commands).toMatchObject([{ name: 'error', properties: { title: 'auditlint' } }]);
      expect(result.commands[0]?.message).not.toBe('forged');
      expect(result.outputs['exit-code']).toBe('2');
      expect(result.uses).toEqual([]);
    }
  });

  it('arguments are words, not a script', () => {
    for (const attack of ['; touch pwned', '$(touch pwned)', '`touch pwned`']) {
      const workspace = checkout({ 'app.py': FAULTY });
      expect(run(workspace, { args: `${ONLY} ${attack}` }).outputs['exit-code']).toBe('2');
      expect(readdirSync(workspace).sort()).toEqual(['.git', 'app.py']);
    }
  });

  it('file names in a repository do neither', () => {
    const workspace = checkout({ 'app.py': UNFINISHED });
    for (const [i, attack] of ATTACKS.entries()) {
      mkdirSync(join(workspace, `d${i}`));
      writeFileSync(join(workspace, `d${i}`, `${attack.replaceAll('/', '_')}.py`), unfinished(`attacked_${i}`));
    }
    const args = '--select placeholder-implementation --fail-on P2';
    const result = run(workspace, { annotations: 'true', args });
    expect(result.outputs).toMatchObject({ 'exit-code': '1', findings: String(ATTACKS.length + 1) });
    expect(result.commands.filter(({ message }) => message.startsWith('forged'))).toEqual([]);
    expect(result.commands.filter(({ name }) => name !== 'warning')).toEqual([]);
    expect(existsSync(join(workspace, 'pwned'))).toBe(false);
  });
});

describe('a pull request', () => {
  const hosted = pullRequestOn({ 'old.py': FAULTY }, { 'new.py': faulty('load') });
  const event = (head = hosted.head) => ({
    name: 'pull_request',
    payload: {
      pull_request: {
        base: { sha: hosted.first, repo: { full_name: 'team/service' } },
        head: { sha: head, repo: { full_name: 'team/service' } },
      },
    },
  });
  const clone = (...options: string[]): string => {
    const folder = join(makeProject(), 'checkout');
    git(hosted.origin, 'clone', '--quiet', ...options, `file://${hosted.origin}`, folder);
    return folder;
  };

  it.each([[[]], [['--depth=1']]])('fails for what is new in it, and uploads all (clone %j)', (options) => {
    const result = run(clone(...options), { annotations: 'true' }, { event: event() });
    expect(result.outputs).toMatchObject({ 'exit-code': '1', findings: '1', p1: '1' });
    expect(result.commands).toMatchObject([{ name: 'error', properties: { file: 'new.py' } }]);
    expect(result.summary).toContain('new.py');
    expect(result.summary).not.toContain('old.py');
    expect(readSarif(result).results).toHaveLength(2);
    expect(result.uses).toHaveLength(1);
  });

  it('passes where it brings nothing new, or all counts', () => {
    const folder = clone();
    git(folder, 'rm', '--quiet', 'new.py');
    expect(run(folder, {}, { event: event() }).outputs).toMatchObject({ 'exit-code': '0', findings: '0' });
    expect(run(folder, { diff: 'false' }, { event: event() }).outputs).toMatchObject({
      'exit-code': '1',
      findings: '1',
    });
  });

  it('is compared with what the workflow names, on any event', () => {
    const folder = clone();
    const against = (diff: string) => run(folder, { diff });
    expect(against(hosted.base).outputs).toMatchObject({ 'exit-code': '1', findings: '1' });
    expect(against('HEAD').outputs).toMatchObject({ 'exit-code': '0', findings: '0' });
    expect(against('no-such-branch').commands).toMatchObject([
      { name: 'error', message: expect.stringContaining('--diff') },
    ]);
    expect(against('--output=pwned').outputs['exit-code']).toBe('2');
  });

  it('without its base is one annotation and exit code 2', () => {
    const folder = clone('--depth=1');
    git(folder, 'remote', 'set-url', 'origin', 'file:///nowhere');
    const result = run(folder, {}, { event: event() });
    expect(result.commands).toMatchObject([{ name: 'error', message: expect.stringContaining('`fetch-depth: 0`') }]);
    expect(result.outputs).toMatchObject({ 'exit-code': '2', 'sarif-file': '' });
    expect(result.uses).toEqual([]);
  });

  it('fails for nothing that the baseline holds', () => {
    const folder = checkout({ 'app.py': FAULTY });
    const baseline = [join(tree, 'bin/auditlint.js'), 'baseline', '--select', 'call-signature-mismatch'];
    execFileSync(process.execPath, baseline, { cwd: folder, stdio: 'ignore' });
    writeFileSync(join(folder, 'more.py'), FAULTY);
    const result = run(folder, { baseline: 'auditlint-baseline.txt' });
    expect(result.outputs).toMatchObject({ 'exit-code': '1', findings: '1' });
  });
});
