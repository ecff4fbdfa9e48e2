import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type ScanRequest, scan } from '../../../src/engine/index.ts';
import { makeProject } from '../../cli/run-cli.ts';
import { programScript } from '../../program/program.ts';
import { optionsFor, places, reportOf, requestFor, TODAY } from '../scan-repository.ts';
import { faultyRules } from './faulty-rules.ts';

const INNOCENT = Array.from({ length: 30 }, (_, index) => `innocent${String(index).padStart(2, '0')}.py`);

/** Long enough for a small file on a busy machine; a thread gets four times as much. */
const FILE_MILLISECONDS = 2_000;

/** Innocent files around one that is larger, so that it comes first. */
function requestWith(fatal: Readonly<Record<string, string>>, more: Partial<ScanRequest> = {}): ScanRequest {
  const innocent = Object.fromEntries(INNOCENT.map((path) => [path, 'print(1)\n']));
  const options = optionsFor(faultyRules);
  return requestFor(makeProject({ ...innocent, ...fatal }), faultyRules, {
    options: {
      optionsFor: () => options,
      project: options,
      today: TODAY,
      limits: { ...DEFAULT_LIMITS, maxFileMilliseconds: FILE_MILLISECONDS },
    },
    workers: { jobs: 2, script: programScript('faulty-worker'), heapMegabytes: 64, worthBytes: 0 },
    ...more,
  });
}

describe('a thread that ends loses the file that it has, and no other', () => {
  const expected = INNOCENT.map((path) => `${path}:1 print-call`);

  it.each([
    ['leave_thread', 'rule-failed', 'ended, and the file was skipped: worker exited with code: 7'],
    ['eat_memory', 'rule-failed', 'ended, and the file was skipped: it ran out of memory'],
    ['never_return', 'too-slow', `it did not finish within ${(3 * FILE_MILLISECONDS) / 1000} s`],
  ])('%s', async (fate, kind, message) => {
    const report = reportOf(await scan(requestWith({ 'pkg/fatal.py': `print(1)\n${fate}()\n# ${'.'.repeat(90)}\n` })));
    expect(places(report)).toEqual(expected);
    expect(report.notices).toEqual([{ kind, path: 'pkg/fatal.py', message: expect.stringContaining(message) }]);
  });

  it('but where V8 can end what the thread is at, which costs the rule', async () => {
    const report = reportOf(
      await scan(requestWith({ 'pkg/fatal.py': `print(1)\nnever_end()\n# ${'.'.repeat(90)}\n` })),
    );
    expect(places(report)).toEqual([...expected, 'pkg/fatal.py:1 print-call']);
    const message = 'took longer than 2 s: rule `fatal-call` was the slowest and was skipped here';
    expect(report.notices).toEqual([{ kind: 'too-slow', path: 'pkg/fatal.py', rule: 'fatal-call', message }]);
  });

  // Its answer may be on its way when the error is thrown; then the thread dies of it with the next file, or with none.
  it('throw_later', async () => {
    const report = reportOf(
      await scan(requestWith({ 'pkg/fatal.py': `print(1)\nthrow_later()\n# ${'.'.repeat(90)}\n` })),
    );
    expect(report.notices.length).toBeLessThanOrEqual(1);
    for (const { message } of report.notices)
      expect(message).toContain('ended, and the file was skipped: nobody catches this');
    const lost = new Set(report.notices.map(({ path }) => path));
    const all = [...expected, 'pkg/fatal.py:1 print-call'];
    expect(places(report)).toEqual(all.filter((place) => !lost.has(place.slice(0, place.indexOf(':')))));
  });

  it('also when more files do so than there are threads', async () => {
    const fatal = Array.from({ length: 5 }, (_, index) => [`fatal${index}.py`, 'leave_thread()\n']);
    const report = reportOf(await scan(requestWith(Object.fromEntries(fatal))));
    expect(places(report)).toEqual(expected);
    expect(report.notices.map(({ path }) => path)).toEqual(fatal.map(([path]) => path));
  });
});

describe('threads that cannot be had', () => {
  it('leave the files to the one that there is', async () => {
    const workers = { jobs: 3, script: '/no/such/worker.js', worthBytes: 0 };
    const report = reportOf(await scan(requestWith({}, { workers })));
    expect(places(report)).toHaveLength(INNOCENT.length);
    expect(report.notices).toEqual([]);
  });
});

describe('an interrupted scan', () => {
  it('ends at once, whatever its threads are at', async () => {
    const controller = new AbortController();
    const outcome = await scan(
      requestWith(
        { 'fatal.py': 'never_end()\n'.repeat(9) },
        {
          signal: controller.signal,
          onProgress: ({ done }) => {
            if (done === 5) controller.abort();
          },
        },
      ),
    );
    expect(outcome).toMatchObject({ kind: 'interrupted', total: INNOCENT.length + 1 });
  });
});
