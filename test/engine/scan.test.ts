import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type ScanProgress, scan } from '../../src/engine/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { callWherePrinted, duplicateFunction, failing, printCall, printCallOutsideTests } from './rules.ts';
import { optionsFor, places, requestFor, scanRepository } from './scan-repository.ts';

const rules = [printCall(), duplicateFunction];

describe('scan', () => {
  it('finds, maps and reduces a repository', async () => {
    const root = makeRepository({
      'pkg/a.py': 'def same():\n    print(1)\n',
      'pkg/b.py': 'def same():\n    pass\n',
      'requirements.txt': 'torch\n',
      'notes.rst': 'print(1)',
    });
    const { findings, statistics, notices } = await scanRepository(root, rules);
    expect(places({ findings })).toEqual([
      'pkg/a.py:1 duplicate-function',
      'pkg/a.py:2 print-call',
      'pkg/b.py:1 duplicate-function',
    ]);
    expect(notices).toEqual([]);
    expect(statistics).toEqual({
      scanned: 3,
      skipped: 0,
      notParsed: 0,
      partlyParsed: 0,
      ruleFailures: 0,
      lines: 4,
      bytes: 46,
      filesByKind: { python: 2, requirements: 1 },
      findingsBySeverity: { P0: 0, P1: 2, P2: 1, P3: 0 },
      findingsByRule: { 'duplicate-function': 2, 'print-call': 1 },
      suppressed: 0,
    });
  });

  it('shows a rule no file whose role it skips', async () => {
    const root = makeRepository({ 'pkg/a.py': 'print(1)\n', 'tests/test_a.py': 'print(1)\n' });
    const both = [printCallOutsideTests, printCall()];
    // The strict profile learns of tests what nobody else does.
    const strict = Object.fromEntries(both.map(({ name }) => [name, { profile: 'strict' as const }]));
    const report = await scanRepository(root, both, {}, optionsFor(both, strict));
    expect(places(report)).toEqual([
      'pkg/a.py:1 print-call',
      'pkg/a.py:1 print-call-outside-tests',
      'tests/test_a.py:1 print-call',
    ]);
  });

  it('shows a rule no file without the identifiers it looks for', async () => {
    const root = makeRepository({
      'a.py': 'f()\n',
      'b.py': 'f()\nprint(1)\n',
      'c.py': 'from pprint import pprint as show\nshow(1)\n',
      'd.py': 'f("print")  # print\n',
    });
    const report = await scanRepository(root, [callWherePrinted]);
    expect(places(report)).toEqual([
      'b.py:1 call-where-printed',
      'b.py:2 call-where-printed',
      'c.py:2 call-where-printed',
    ]);
  });

  it('says the same twice', async () => {
    const root = makeRepository({ 'b.py': 'print(1)\n', 'a.py': 'print(1)\nprint(1)\n', 'c/d.py': 'print(' });
    expect(await scanRepository(root, rules)).toEqual(await scanRepository(root, rules));
  });

  it('of a part knows the whole project and reports the part', async () => {
    const root = makeRepository({
      'pyproject.toml': '',
      'pkg/a.py': 'def same():\n    print(1)\n',
      'pkg/b.py': 'def same():\n    print(2)\n',
    });
    const { findings, statistics } = await scanRepository(root, rules, { paths: ['pkg/a.py'] });
    expect(places({ findings })).toEqual(['pkg/a.py:1 duplicate-function', 'pkg/a.py:2 print-call']);
    expect(findings[0]?.related).toMatchObject([{ path: 'pkg/b.py' }]);
    expect(statistics).toMatchObject({ scanned: 1, lines: 2 });
  });

  it('reads standard input in place of a file', async () => {
    const root = makeRepository({ 'setup.cfg': '', 'a.py': 'print(1)\n', 'b.py': 'def same(): ...\nprint(1)\n' });
    const stdin = { path: 'a.py', bytes: new TextEncoder().encode('\ndef same(): ...\nprint(2)\n') };
    expect(places(await scanRepository(root, rules, { stdin }))).toEqual([
      'a.py:2 duplicate-function',
      'a.py:3 print-call',
    ]);
    const elsewhere = { path: 'not/yet/there.py', bytes: stdin.bytes };
    expect(places(await scanRepository(root, rules, { stdin: elsewhere }))).toEqual([
      'not/yet/there.py:2 duplicate-function',
      'not/yet/there.py:3 print-call',
    ]);
  });

  it('tells paths that do not exist, before anything is read', async () => {
    const root = makeRepository({ 'a.py': 'print(1)\n' });
    expect(await scan(requestFor(root, rules, { paths: ['a.py', 'b.py', '/etc'] }))).toEqual({
      kind: 'bad-paths',
      missing: ['b.py'],
      outside: ['/etc'],
    });
  });

  it('tells named paths that the configuration excludes', async () => {
    const root = makeRepository({ 'a.py': 'print(1)\n', 'b.py': 'print(1)\n' });
    const exclude = [{ base: root, patterns: ['a.py'] }];
    const { excluded, findings } = await scanRepository(root, rules, { paths: ['a.py', 'b.py'], exclude });
    expect(excluded).toEqual(['a.py']);
    expect(places({ findings })).toEqual(['b.py:1 print-call']);
  });

  it('shows how far it is', async () => {
    const root = makeRepository({ 'a.py': '', 'b.py': '' });
    const seen: string[] = [];
    const onProgress = ({ phase, done, total }: ScanProgress) => void seen.push(`${phase} ${done}/${total}`);
    await scanRepository(root, rules, { onProgress });
    expect(seen).toEqual(['discovering 0/0', 'scanning 0/2', 'scanning 1/2', 'scanning 2/2', 'concluding 2/2']);
  });
});

describe('an interrupt', () => {
  it('ends the scan without a report', async () => {
    const root = makeRepository({ 'a.py': '', 'b.py': '', 'c.py': '' });
    const controller = new AbortController();
    const onProgress = ({ done }: ScanProgress) => {
      if (done === 1) controller.abort();
    };
    const outcome = await scan(requestFor(root, rules, { onProgress, signal: controller.signal }));
    expect(outcome).toMatchObject({ kind: 'interrupted', total: 3 });
  });

  it('that comes as an event is heard while files are mapped', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`m${i}.py`, 'x = [1, 2, 3]\n'.repeat(200)]),
    );
    const root = makeRepository(files);
    const controller = new AbortController();
    const onProgress = ({ phase, done }: ScanProgress) => {
      if (phase === 'scanning' && done === 1) setImmediate(() => controller.abort());
    };
    const outcome = await scan(requestFor(root, rules, { onProgress, signal: controller.signal }));
    expect(outcome).toMatchObject({ kind: 'interrupted', total: 400 });
  });
});

describe('bad input', () => {
  it('of every kind ends in a notice, and the rest is scanned', async () => {
    const root = makeRepository({
      'good.py': 'print(1)\n',
      'binary.py': 'x\0\u0001',
      'latin.py': '',
      'broken.ipynb': '{',
    });
    writeFileSync(join(root, 'latin.py'), Buffer.from('x = "\xe9"', 'latin1'));
    writeFileSync(join(root, 'huge.py'), '');
    truncateSync(join(root, 'huge.py'), 50 * 1024 * 1024);
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    symlinkSync('/etc', join(root, 'etc'));
    symlinkSync('.', join(root, 'round'));
    const { findings, notices, statistics } = await scanRepository(root, rules);
    expect(places({ findings })).toEqual(['good.py:1 print-call']);
    expect(notices.map(({ kind, path }) => `${path} ${kind}`)).toEqual([
      'binary.py binary',
      'broken.ipynb notebook',
      'etc link-left-root',
      'huge.py too-large',
      'latin.py not-decoded',
      'pipe.py not-regular',
      'round link-loop',
    ]);
    expect(statistics).toMatchObject({ scanned: 1, skipped: 5, notParsed: 2 });
  });

  it('may vanish while the scan runs', async () => {
    const root = makeRepository({ 'a.py': 'print(1)\n', 'b.py': 'print(1)\n', 'c.py': 'print(1)\n' });
    const onProgress = ({ phase, done }: ScanProgress) => {
      if (phase === 'scanning' && done === 1) rmSync(join(root, 'b.py'));
    };
    const { findings, notices } = await scanRepository(root, rules, { onProgress });
    expect(places({ findings })).toEqual(['a.py:1 print-call', 'c.py:1 print-call']);
    expect(notices).toMatchObject([{ kind: 'unreadable', path: 'b.py' }]);
  });

  it('may be too large on standard input', async () => {
    const stdin = { path: 'a.py', bytes: new Uint8Array(DEFAULT_LIMITS.maxFileBytes + 1) };
    const { notices } = await scanRepository(makeRepository({}), rules, { stdin });
    expect(notices).toMatchObject([{ kind: 'too-large', path: 'a.py' }]);
  });

  it('may be nested deep or made of one long line', async () => {
    const deep = `print(${'('.repeat(10_000)}1${')'.repeat(10_000)})\n`;
    const long = `x = [${'1, '.repeat(200_000)}]; print(2)\n`;
    const root = makeRepository({ 'deep.py': deep, 'long.py': long, 'ok.py': 'print(3)\n' });
    const { findings, notices } = await scanRepository(root, rules);
    expect(notices.filter(({ kind }) => kind === 'rule-failed')).toEqual([]);
    expect(places({ findings })).toEqual(expect.arrayContaining(['long.py:1 print-call', 'ok.py:1 print-call']));
  });
});

describe('faults of auditlint', () => {
  it('are handed out with their cause', async () => {
    const root = makeRepository({ 'a.py': 'explode\n' });
    const faults: string[] = [];
    await scanRepository(root, [failing()], {
      onFault: ({ rule, error }, path) => void faults.push(`${rule} ${path} ${error}`),
    });
    expect(faults).toEqual(['failing a.py TypeError: no such thing']);
  });
});
