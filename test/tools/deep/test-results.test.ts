import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closingLine, failureLines, outcomeTable } from '../../../tools/deep/summary.ts';
import { readTestResults } from '../../../tools/deep/test-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'auditlint-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

function resultsOf(text: string) {
  const file = join(folder, 'results.json');
  writeFileSync(file, text);
  return readTestResults(file);
}

const file = (name: string, status: string, assertionResults: readonly object[], message = '') => ({
  name,
  status,
  message,
  assertionResults,
});

describe('results of tests', () => {
  it('are counted, and each failure is named', () => {
    const failed = { status: 'failed', fullName: 'orders are read', failureMessages: ['expected 1 to be 2'] };
    const testResults = [file('/p/a.test.ts', 'failed', [failed, { status: 'passed', fullName: 'x' }])];
    expect(
      resultsOf(JSON.stringify({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, testResults })),
    ).toEqual({
      passed: 4,
      failed: 1,
      skipped: 2,
      failures: ['failed: /p/a.test.ts: orders are read\nexpected 1 to be 2'],
    });
  });

  it('count a file that fails as a whole, though no test of it does', () => {
    const testResults = [file('/p/b.test.ts', 'failed', [], 'Cannot find module')];
    const results = resultsOf(
      JSON.stringify({ numPassedTests: 4, numFailedTests: 0, numPendingTests: 0, testResults }),
    );
    expect(results).toMatchObject({ failed: 1, failures: ['failed: /p/b.test.ts\nCannot find module'] });
  });

  it.each(['', '{"numPassedTests": 1', 'null'])('are none where the file is cut off: %j', (text) => {
    expect(resultsOf(text)).toBeUndefined();
  });

  it('are none where there is no file', () => {
    expect(readTestResults(join(folder, 'nowhere.json'))).toBeUndefined();
  });
});

describe('the summary of parts', () => {
  const reports = [
    { name: 'cache', outcome: { kind: 'passed', tests: 3 }, seconds: 12.4 },
    { name: 'fleet', outcome: { kind: 'not-run', reason: 'there is no `redis-server`' }, seconds: 0 },
    { name: 'fuzz', outcome: { kind: 'failed', failures: ['failed: a.test.ts'] }, seconds: 3 },
    { name: 'parity', outcome: { kind: 'passed' }, seconds: 100 },
  ] as const;

  it('says of each how it ended and how long it took', () => {
    expect(outcomeTable(reports)).toBe(
      [
        'part     time  outcome',
        'cache    12 s  passed, 3 tests',
        'fleet     0 s  not run: there is no `redis-server`',
        'fuzz      3 s  FAILED',
        'parity  100 s  passed',
      ].join('\n'),
    );
  });

  it('names what failed, and counts what did not run', () => {
    expect(failureLines(reports)).toEqual(['fuzz: failed: a.test.ts\n']);
    expect(closingLine(reports)).toBe('parts: 2 passed, 1 failed, 1 not run');
  });
});
