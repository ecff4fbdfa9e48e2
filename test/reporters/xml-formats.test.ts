import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/reporters/report.ts';
import { formatCheckstyle } from '../../src/reporters/report-checkstyle.ts';
import { formatJunit } from '../../src/reporters/report-junit.ts';
import { loadPython, type PythonReaders, type XmlElement } from './consumers/python.ts';
import { type Shape, shapeErrors } from './consumers/xml-shape.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_PATH, hostileReport } from './hostile-report.ts';
import { finding, placeOf, reportOf, sampleReport } from './sample-report.ts';
import { isUnsafe } from './unsafe-characters.ts';

const ANY = /^[\s\S]*$/;
const COUNT = /^\d+$/;

/**
 * By junit-10.xsd, with which the xUnit plugin of Jenkins refuses reports (jenkinsci/xunit-plugin): no `file`, no `line`.
 * The schema itself reads a report in `npm run verify-release`, which needs Python; this holds each report of these tests.
 */
const JUNIT: Readonly<Record<string, Shape>> = {
  testsuites: {
    required: {},
    optional: { name: ANY, tests: ANY, failures: ANY, errors: ANY },
    children: ['testsuite'],
  },
  testsuite: {
    required: { name: ANY, tests: COUNT, failures: COUNT, errors: COUNT },
    optional: { skipped: COUNT, timestamp: ANY, hostname: ANY, id: ANY, file: ANY },
    children: ['testcase', 'system-out', 'system-err', 'properties'],
  },
  testcase: {
    required: { name: ANY },
    optional: { time: ANY, classname: ANY, group: ANY },
    children: ['failure', 'error'],
  },
  failure: { required: {}, optional: { type: ANY, message: ANY }, isMixed: true },
  'system-out': { required: {}, isMixed: true },
};

/**
 * By checkstyle-report-1.0.0.xsd of checkstyle/checkstyle, which no package brings. In `npm run verify-release` reviewdog reads
 * a report; it takes whatever members it knows, so this is the stricter.
 */
const CHECKSTYLE: Readonly<Record<string, Shape>> = {
  checkstyle: { required: {}, optional: { version: ANY }, children: ['file'] },
  file: { required: { name: /[\s\S]/ }, children: ['error'] },
  error: {
    required: { severity: /^(error|warning|info|ignore)$/, message: ANY, source: ANY },
    optional: { line: /^[1-9]\d*$/, column: /^[1-9]\d*$/ },
  },
};

let python: PythonReaders;
beforeAll(async () => {
  python = await loadPython();
}, 120_000);

const elements = (root: XmlElement, name: string): XmlElement[] => [
  ...(root.name === name ? [root] : []),
  ...root.children.flatMap((child) => elements(child, name)),
];

describe.each<[string, (report: Report) => string, Readonly<Record<string, Shape>>]>([
  ['junit', formatJunit, JUNIT],
  ['checkstyle', formatCheckstyle, CHECKSTYLE],
])('%s', (name, format, shapes) => {
  it('the sample report', () => {
    const text = format(sampleReport);
    expectGolden(`${name}.xml`, text);
    expect(shapeErrors(python.readXml(text), shapes)).toEqual([]);
  });

  it('a clean scan', () => {
    expect(shapeErrors(python.readXml(format(reportOf([]))), shapes)).toEqual([]);
  });

  it('a hostile file name and message are one element, and nothing that is printed obeys', () => {
    const text = format(hostileReport);
    expect(shapeErrors(python.readXml(text), shapes)).toEqual([]);
    for (const line of text.split('\n')) {
      expect(line.trimStart().startsWith('::')).toBe(false);
      expect([...line].filter(isUnsafe)).toEqual([]);
    }
    expect(text).not.toContain('##[');
  });

  it('characters that XML does not have become visible', () => {
    const message = 'a\ud800b\ufffec\u0000d\u000be';
    const text = format(reportOf([finding('bare-except', placeOf('src/orders/app.py', 'except'), { message })]));
    const root = python.readXml(text);
    const shown = [...elements(root, 'error'), ...elements(root, 'failure')].map(
      ({ attributes }) => attributes.message,
    );
    expect(shown[0]).toMatch(/^A\ufffdb\ufffdc\\x00d\\x0be\./);
  });
});

describe('junit', () => {
  it('counts each finding as a failed test, and a clean scan as a passed one', () => {
    const suiteOf = (report: Report) => elements(python.readXml(formatJunit(report)), 'testsuite')[0];
    expect(suiteOf(sampleReport)?.attributes).toMatchObject({ tests: '8', failures: '8', errors: '0' });
    expect(elements(python.readXml(formatJunit(sampleReport)), 'failure')).toHaveLength(8);
    const clean = suiteOf(reportOf([]));
    expect(clean?.attributes).toMatchObject({ tests: '1', failures: '0' });
    expect(clean?.children.map((child) => child.attributes.name)).toEqual(['no findings', undefined]);
  });

  it('names rule and place, in UTF-16 columns behind an emoji', () => {
    const [test] = elements(python.readXml(formatJunit({ ...hostileReport, root: '.' })), 'testcase');
    // XML has no way to write ESC.
    const path = HOSTILE_PATH.replace('\u001b', '\\x1b');
    expect(test?.attributes).toEqual({ name: `bare-except ${path}:2:16`, classname: path });
  });

  it('tells the notices', () => {
    const [reported] = elements(python.readXml(formatJunit(sampleReport)), 'system-out');
    expect(reported?.text.split('\n').map((line) => line.trim())).toContain(
      'legacy/py2.py: Python 2: `print` statement',
    );
  });
});

describe('checkstyle', () => {
  it('has one element for a file, and the columns of an editor', () => {
    const files = elements(python.readXml(formatCheckstyle(sampleReport)), 'file');
    expect(files.map(({ attributes }) => attributes.name)).toEqual([
      'fixtures/cli/orders-service/notebooks/sales.ipynb',
      'fixtures/cli/orders-service/src/orders/app.py',
      'fixtures/cli/orders-service/src/orders/letters.py',
      'fixtures/cli/orders-service/src/orders/mail.py',
      'fixtures/cli/orders-service/src/orders/price list #1 100%é.py',
      'fixtures/cli/orders-service/src/orders/store.py',
    ]);
    const [hostile] = elements(python.readXml(formatCheckstyle(hostileReport)), 'file');
    expect(hostile?.attributes.name).toBe(`fixtures/cli/orders-service/${HOSTILE_PATH.replace('\u001b', '\\x1b')}`);
    expect(hostile?.children[0]?.attributes).toMatchObject({ line: '2', column: '16', severity: 'error' });
  });
});
