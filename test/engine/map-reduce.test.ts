import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPythonParser, type PythonParser } from '../../src/ast/lower/index.ts';
import {
  callInTime,
  DEFAULT_LIMITS,
  type FileOptions,
  type FileReport,
  mapFile,
  Overtime,
  RulePreparation,
  reduceReports,
  type ScanReport,
  Timing,
} from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import {
  compoundStatement,
  duplicateFunction,
  failing,
  hintAtPrint,
  ifBlocking,
  ifService,
  printCall,
} from './rules.ts';
import { optionsFor, places, TODAY } from './scan-repository.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const now = () => performance.now();

function map(path: string, content: string, rules: readonly RegisteredRule[], options = optionsFor(rules)): FileReport {
  const bytes = new TextEncoder().encode(content);
  return mapFile({ path, kind: 'python', bytes, requested: true }, options, {
    parser,
    rules: new RulePreparation(rules),
    limits: DEFAULT_LIMITS,
    now,
    timing: undefined,
    onFault: undefined,
  });
}

function reduce(
  reports: readonly FileReport[],
  rules: readonly RegisteredRule[],
  options: FileOptions = optionsFor(rules),
  byPath: (path: string) => FileOptions = () => options,
): ScanReport {
  return reduceReports({
    root: '/repository',
    rules,
    options: { optionsFor: byPath, project: options, today: TODAY, limits: DEFAULT_LIMITS },
    reports,
    read: () => undefined,
    skipped: [],
    allPaths: new Set(reports.map(({ path }) => path)),
    excluded: [],
    isGitIgnored: () => false,
    isKept: () => false,
    isRequested: (path) => !path.startsWith('context/'),
  });
}

const SERVICE = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef index():\n    return 1\n';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('a file report', () => {
  it('depends on nothing but bytes and options, and survives JSON', () => {
    const rules = [printCall(), duplicateFunction, ifService, failing()];
    const content = 'def drop():\n    print(explode)  # auditlint: ignore[print-call] told\n';
    const report = map('pkg/a.py', content, rules);
    expect(map('pkg/a.py', content, rules)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({
      schemaVersion: 6,
      outcome: 'parsed',
      lines: 2,
      bytes: content.length,
      facts: { 'duplicate-function': [{ name: 'drop', line: 1 }] },
      rulesRun: ['print-call', 'if-service', 'duplicate-function'],
      suppressions: [{ rules: ['print-call'], reason: 'told', firstLine: 2, lastLine: 2 }],
    });
    expect(report.summary?.module).toBe('pkg.a');
  });

  it('gives the header of compound statements as their place', () => {
    const content = [
      '@wraps(\n    x\n)\ndef outer(a,\n          b):',
      '    for item in (1,\n                 2):\n        pass',
      '    while item: pass',
      '    try:\n        pass\n    except (A, B) as error:\n        pass',
      '    with open(a) as f, b:\n        if f.x:\n            return 1',
      'class Kind(Base):\n    async def method(self): ...',
    ].join('\n');
    const { findings } = map('a.py', content, [compoundStatement]);
    const lines = content.split('\n');
    const shown = findings.map(({ message, location: { line, column, endLine, endColumn } }) => {
      const text = lines.slice(line - 1, endLine);
      text[text.length - 1] = (text.at(-1) ?? '').slice(0, endColumn - 1);
      text[0] = (text[0] ?? '').slice(column - 1);
      return `${message}: ${text.join('|')}`;
    });
    expect(shown.sort()).toEqual([
      'AsyncFunctionDef: method',
      'ClassDef: Kind',
      'ExceptHandler: except (A, B)',
      'For: for item in (1,|                 2)',
      'FunctionDef: outer',
      'If: if f.x',
      'Try: try',
      'While: while item',
      'With: with open(a) as f, b',
    ]);
  });

  it('says where syntax was not understood, and still has the rest', () => {
    const report = map('a.py', 'print(1)\ndef broken(:\n    print(2)\n\nprint(3)\n', [printCall()]);
    expect(report.outcome).toBe('partly-parsed');
    expect(report.notices).toMatchObject([{ kind: 'partly-parsed', path: 'a.py', line: expect.any(Number) }]);
    expect(report.findings.map(({ location }) => location.line)).toEqual(expect.arrayContaining([1, 5]));
  });

  it.each([
    ['binary', new Uint8Array([0x78, 0, 1, 2]), 'binary'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x78, 0]), 'not-decoded'],
    ['Latin-1 without declaration', new Uint8Array([0x78, 0x3d, 0x22, 0xe9, 0x22]), 'not-decoded'],
  ])('of %s content holds a notice alone', (_, bytes, kind) => {
    const rules = [printCall()];
    const tools = {
      parser,
      rules: new RulePreparation(rules),
      limits: DEFAULT_LIMITS,
      now,
      timing: undefined,
      onFault: undefined,
    };
    const report = mapFile({ path: 'a.py', kind: 'python', bytes, requested: true }, optionsFor(rules), tools);
    expect(report).toMatchObject({ outcome: 'failed', findings: [], notices: [{ kind, path: 'a.py' }] });
    const { statistics } = reduce([report], rules);
    expect(statistics).toMatchObject({
      scanned: 0,
      skipped: kind === 'binary' ? 1 : 0,
      notParsed: kind === 'binary' ? 0 : 1,
    });
  });

  it('of requirements lists them', () => {
    const tools = {
      parser,
      rules: new RulePreparation([]),
      limits: DEFAULT_LIMITS,
      now,
      timing: undefined,
      onFault: undefined,
    };
    const bytes = new TextEncoder().encode('torch>=2.1\n# no\nnumpy\n');
    const file = { path: 'requirements.txt', kind: 'requirements', bytes, requested: true } as const;
    expect(mapFile(file, optionsFor([]), tools).artifact).toMatchObject({
      kind: 'requirements',
      model: {
        requirements: [
          { value: { distribution: 'torch', specifier: '>=2.1' }, span: { start: 0, end: 10 } },
          { value: { distribution: 'numpy', specifier: '' }, span: { start: 16, end: 21 } },
        ],
      },
      lineStarts: [0, 11, 16, 22],
    });
  });
});

describe('a requirements file in UTF-16', () => {
  it('is read as pip reads it', () => {
    const limits = DEFAULT_LIMITS;
    const tools = {
      parser,
      rules: new RulePreparation([]),
      limits,
      now,
      timing: undefined,
      onFault: undefined,
    };
    const bytes = new Uint8Array(Buffer.from('\uFEFFtorch==2.1\r\nnumpy\r\n', 'utf16le'));
    const file = { path: 'requirements.txt', kind: 'requirements', bytes, requested: true } as const;
    expect(mapFile(file, optionsFor([]), tools).artifact).toMatchObject({
      model: { requirements: [{ value: { distribution: 'torch' } }, { value: { distribution: 'numpy' } }] },
    });
  });
});

describe('the reduce', () => {
  const rules = [printCall(), duplicateFunction, ifService, failing()];
  const files: readonly (readonly [string, string])[] = [
    ['app.py', SERVICE],
    ['pkg/__init__.py', ''],
    ['pkg/a.py', 'def drop():\n    print(1)\n    print(1)\n'],
    ['pkg/b.py', 'def drop():\n    print(1)  # auditlint: ignore[print-call, if-service] told\n'],
    ['pkg/c.py', 'def change():\n    print(explode)\n'],
    ['pkg/d.py', 'def broken(:\n'],
    ['requirements.py', 'print(1)\n'],
  ];

  it('gives the same for any order of reports, and after JSON', () => {
    const reports = files.map(([path, content]) => map(path, content, rules));
    const expected = reduce(reports, rules);
    expect(expected.findings.length).toBeGreaterThan(5);
    for (let round = 0; round < 10; round++) {
      const shuffled = shuffle(reports, round).map((report): FileReport => JSON.parse(JSON.stringify(report)));
      expect(reduce(shuffled, rules)).toEqual(expected);
    }
  });

  it('sorts findings and numbers equal ones in their files, which tell them apart', () => {
    const only = [printCall()];
    const reports = files.map(([path, content]) => map(path, content, only)).reverse();
    const strict = optionsFor(only, { 'suppression-unknown-rule': { profile: 'strict' } });
    const { findings } = reduce(reports, only, strict);
    expect(places({ findings })).toEqual([
      'pkg/a.py:2 print-call',
      'pkg/a.py:3 print-call',
      'pkg/b.py:2 suppression-unknown-rule',
      'pkg/c.py:2 print-call',
      'requirements.py:1 print-call',
    ]);
    const [first, second] = findings.map(({ fingerprint }) => fingerprint);
    expect(first?.split(':')[0]).toBe(second?.split(':')[0]);
    const [one, two] = [first, second].map((fingerprint) => fingerprint?.split(':')[1]?.split('.'));
    expect([one?.[0], two?.[0]]).toEqual(['1', '2']);
    expect(one?.[1]).toBe(two?.[1]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });

  it('keeps fingerprints when lines move and files are renamed', () => {
    const only = [printCall()];
    const before = reduce([map('a.py', 'class A:\n    def run(self):\n        print(1,  2)\n', only)], only);
    const after = reduce(
      [
        map(
          'b/c.py',
          '# new\n\n\nclass A:\n    x = 1\n    def run(self):\n        print(\n            1, 2,\n        )\n',
          only,
        ),
      ],
      only,
    );
    expect(before.findings).toHaveLength(1);
    expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      before.findings.map(({ fingerprint }) => fingerprint),
    );
  });

  it('answers conditions from the whole project', () => {
    const only = [ifService];
    const functions = map('pkg/f.py', 'def drop(): ...\ndef change(): ...\n', only);
    expect(reduce([functions, map('app.py', SERVICE, only)], only).findings).toMatchObject([
      { severity: 'P2', message: 'it may serve' },
      { severity: 'P2', message: 'it serves' },
    ]);
    expect(reduce([functions], only).findings).toMatchObject([
      { message: 'it may serve', confidence: 'medium', doubts: ['unknown-lifetime'] },
    ]);
  });

  it('gives evidence of a yes as related places', () => {
    const only = [ifBlocking];
    const reports = [
      map('shop/orders.py', 'import shop.stock\ndef ship():\n    shop.stock.wait()\n', only),
      map('shop/stock.py', 'import time\ndef wait():\n    time.sleep(1)\n', only),
      map('shop/prices.py', 'def price():\n    return 1\n', only),
    ];
    const { findings } = reduce(reports, only);
    expect(places({ findings })).toEqual(['shop/orders.py:2 if-blocking', 'shop/stock.py:2 if-blocking']);
    expect(findings.map(({ related }) => related)).toMatchObject([
      [
        { path: 'shop/orders.py', message: 'of the file' },
        { path: 'shop/stock.py', line: 3 },
      ],
      [
        { path: 'shop/stock.py', message: 'of the file' },
        { path: 'shop/stock.py', line: 3 },
      ],
    ]);
    for (const finding of findings) {
      expect(finding).not.toHaveProperty('when');
      expect(finding).not.toHaveProperty('key');
    }
  });

  it('runs project rules on facts in path order, and only where they are wanted', () => {
    const only = [duplicateFunction];
    const reports = ['z.py', 'a.py', 'context/c.py'].map((path) => map(path, 'def same(): ...\n', only));
    const all = optionsFor(only);
    const { findings } = reduce(reports, only);
    expect(places({ findings })).toEqual(['a.py:1 duplicate-function', 'z.py:1 duplicate-function']);
    expect(findings[0]?.related.map(({ path }) => path)).toEqual(['context/c.py', 'z.py']);
    const none = { rules: new Map() };
    expect(places(reduce(reports, only, all, (path) => (path === 'a.py' ? none : all)))).toEqual([
      'z.py:1 duplicate-function',
    ]);
  });

  it('suppresses findings of project rules by comments in their file', () => {
    const only = [duplicateFunction];
    const reports = [
      map('a.py', 'def same(): ...  # auditlint: ignore[duplicate-function] twins\n', only),
      map('b.py', 'def same(): ...\n', only),
    ];
    const { findings, suppressed } = reduce(reports, only);
    expect(places({ findings })).toEqual(['b.py:1 duplicate-function']);
    expect(suppressed).toMatchObject([{ reason: 'twins', finding: { location: { path: 'a.py' } } }]);
  });

  it('applies severities and profiles, per file', () => {
    const only = [printCall(), hintAtPrint, printCall({ precision: 'low' }, 'unsure')];
    const options = optionsFor(only, { 'print-call': { severity: 'P0' } });
    const strict = optionsFor(only, { 'hint-at-print': { profile: 'strict' }, unsure: { profile: 'strict' } });
    const reports = [map('a.py', 'print(1)\n', only, options), map('b.py', 'print(1)\n', only, strict)];
    const { findings, statistics } = reduce(reports, only, options, (path) => (path === 'a.py' ? options : strict));
    expect(findings.map(({ rule, severity, location }) => `${location.path} ${rule} ${severity}`)).toEqual([
      'a.py print-call P0',
      'a.py unsure P2',
      'b.py hint-at-print P2',
      'b.py print-call P2',
      'b.py unsure P2',
    ]);
    expect(statistics.findingsBySeverity).toEqual({ P0: 1, P1: 0, P2: 4, P3: 0 });
    expect(statistics.findingsByRule).toEqual({ 'hint-at-print': 1, 'print-call': 2, unsure: 2 });
  });

  it('uses the options of the rule', () => {
    const only = [printCall()];
    const options = optionsFor(only, { 'print-call': { options: { word: 'log' } } });
    expect(places(reduce([map('a.py', 'print(1)\nlog(2)\n', only, options)], only, options))).toEqual([
      'a.py:2 print-call',
    ]);
  });
});

describe('a rule that fails', () => {
  it('loses itself on that file, and the notice names both', () => {
    const rules = [printCall(), failing()];
    const reports = [map('a.py', 'print(explode)\n', rules), map('b.py', 'print(calm)\n', rules)];
    const { findings, notices, statistics } = reduce(reports, rules);
    expect(places({ findings })).toEqual([
      'a.py:1 print-call',
      'b.py:1 failing',
      'b.py:1 print-call',
      'b.py:1 failing',
    ]);
    expect(notices).toEqual([
      {
        kind: 'rule-failed',
        path: 'a.py',
        rule: 'failing',
        message: 'rule `failing` failed and was skipped here: TypeError: no such thing',
      },
    ]);
    expect(statistics.ruleFailures).toBe(1);
  });

  it('shares its notice with others that fail alike', () => {
    const rules = ['one', 'two', 'three', 'four'].map(failing);
    const { notices } = map('a.py', 'explode\n', rules);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.message).toMatch(/^4 rules failed.*no such thing \(four, one, three, two\)$/);
  });

  it('or a parser that fails loses the file, not the run', () => {
    const broken: PythonParser = {
      parse() {
        throw new RangeError('Maximum call stack size exceeded');
      },
    };
    const bytes = new TextEncoder().encode('print(1)\n');
    const tools = {
      parser: broken,
      rules: new RulePreparation([]),
      limits: DEFAULT_LIMITS,
      now,
      timing: undefined,
      onFault: undefined,
    };
    const report = mapFile({ path: 'a.py', kind: 'python', bytes, requested: true }, optionsFor([]), tools);
    expect(report).toMatchObject({ outcome: 'failed', notices: [{ kind: 'rule-failed', path: 'a.py' }] });
    expect(report.notices[0]?.message).toMatch(/nested too deep/);
  });

  it('in the project half loses its findings only', () => {
    const broken: RegisteredRule = {
      ...duplicateFunction,
      name: 'broken-check',
      rule: {
        ...duplicateFunction.rule,
        type: 'project',
        facts: undefined,
        check: () => {
          throw new Error('no');
        },
      } as RegisteredRule['rule'],
    };
    const rules = [printCall(), broken];
    const { findings, notices } = reduce([map('a.py', 'print(1)\n', rules)], rules);
    expect(places({ findings })).toEqual(['a.py:1 print-call']);
    expect(notices).toMatchObject([{ kind: 'rule-failed', rule: 'broken-check' }]);
  });
});

describe('time', () => {
  it('ends the parsing of a text in which tree-sitter looks for a way out at every word', () => {
    const knot = new TextEncoder().encode(`x = ${'<!--\u2039!--'.repeat(2_000)}\n`);
    const plain = new TextEncoder().encode('print(1)\n');
    const rules = [printCall()];
    const tools = {
      parser,
      rules: new RulePreparation(rules),
      limits: DEFAULT_LIMITS,
      timing: undefined,
      onFault: undefined,
    };
    let looks = 0;
    const report = mapFile({ path: 'a.py', kind: 'python', bytes: knot, requested: true }, optionsFor(rules), {
      ...tools,
      now: () => looks++ * 1_000,
    });
    expect(report.outcome).toBe('failed');
    expect(report.notices).toEqual([
      { kind: 'too-slow', path: 'a.py', message: 'took longer than 30 s while it was parsed and was skipped' },
    ]);
    expect(looks).toBeLessThan(40);
    // The parser begins the next file from its start.
    const next = mapFile({ path: 'b.py', kind: 'python', bytes: plain, requested: true }, optionsFor(rules), {
      ...tools,
      now,
    });
    expect(next.findings).toHaveLength(1);
  });

  it('ends a parser that nobody asks for the time wherever it is, and the next text has one that is whole', async () => {
    const texts = [
      `x = ${'<!--\u2039!--'.repeat(2_000)}\n`,
      'def f(a, b):\n    return {"x": [a, b.c(d, e=1)]}\n'.repeat(20_000),
    ];
    const parsed = parser.parse('print(1)\n').module.body;
    for (let time = 1; time <= 60; time++) {
      expect(() => callInTime(() => parser.parse(texts[time % 2] ?? ''), time)).toThrow(Overtime);
      // What was let go of is freed in another turn.
      collectGarbage();
      await setImmediate();
      expect(parser.parse('print(1)\n').module.body).toEqual(parsed);
    }
  });
});

describe('timing', () => {
  it('is collected apart from the report', () => {
    const rules = [printCall()];
    let clock = 0;
    const timing = new Timing(() => clock++);
    const tools = {
      parser,
      rules: new RulePreparation(rules),
      limits: DEFAULT_LIMITS,
      now,
      timing,
      onFault: undefined,
    };
    const bytes = new TextEncoder().encode('print(1)\n');
    const report = mapFile({ path: 'a.py', kind: 'python', bytes, requested: true }, optionsFor(rules), tools);
    expect(report).toEqual(map('a.py', 'print(1)\n', rules));
    expect([...timing.phases.keys()]).toEqual(['parse', 'summary', 'rules', 'facts']);
    expect(timing.rules.get('print-call')).toBeGreaterThan(0);
  });
});

function shuffle<T>(list: readonly T[], seed: number): T[] {
  const keyed = list.map((item, index) => ({ item, key: Math.sin(seed * 100 + index) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
