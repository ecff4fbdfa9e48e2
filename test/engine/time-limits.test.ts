/** Whatever does not come to an end is stopped, left out and told; all else is found. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LIMITS, type ScanRequest, scan } from '../../src/engine/index.ts';
import { defineArtifactRule, defineProjectRule, defineSourceRule, type RegisteredRule } from '../../src/kit/index.ts';
import { Project } from '../../src/project/build.ts';
import { makeProject } from '../cli/run-cli.ts';
import { duplicateFunction, ifService, printCall, ruleDocs } from './rules.ts';
import { optionsFor, places, reportOf, requestFor } from './scan-repository.ts';

const docs = ruleDocs();

const forever = (): never => {
  for (;;);
};

/** Ends on no file that calls what it is called. */
const endlessAtCall = (name: string): RegisteredRule => ({
  name,
  category: 'tests',
  rule: defineSourceRule({
    docs,
    visit: {
      Call({ func }) {
        if (func.kind === 'Name' && func.id === name.replace('-', '_')) forever();
      },
    },
  }),
});

const endlessProject = (name: string): RegisteredRule => ({
  name,
  category: 'tests',
  rule: defineProjectRule({ docs, check: forever }),
});

/** Long for what these files hold. */
const LIMIT = 1000;

const FILES = {
  'a.py': 'print(1)\n\n\ndef twice():\n    print(never_ends())\n',
  'b.py': 'print(1)\n\n\ndef twice():\n    pass\n',
};

async function scanned(
  files: Readonly<Record<string, string>>,
  rules: readonly RegisteredRule[],
  more: Partial<ScanRequest> = {},
) {
  const request = requestFor(makeProject(files), rules, more);
  const limits = { ...DEFAULT_LIMITS, maxFileMilliseconds: LIMIT, maxProjectMilliseconds: LIMIT };
  const options = optionsFor(rules);
  return reportOf(
    await scan({ ...request, options: { ...request.options, optionsFor: () => options, project: options, limits } }),
  );
}

// The first scan loads all that the others have then.
beforeAll(async () => void (await scanned(FILES, [printCall(), duplicateFunction])));

afterEach(() => void vi.restoreAllMocks());

describe('a file', () => {
  it('loses the rule that took longest, and nothing else', async () => {
    const report = await scanned(FILES, [printCall(), endlessAtCall('never-ends'), duplicateFunction]);
    expect(places(report)).toEqual([
      'a.py:1 print-call',
      'a.py:4 duplicate-function',
      'a.py:5 print-call',
      'b.py:1 print-call',
      'b.py:4 duplicate-function',
    ]);
    const message = 'took longer than 1 s: rule `never-ends` was the slowest and was skipped here';
    expect(report.notices).toEqual([{ kind: 'too-slow', path: 'a.py', rule: 'never-ends', message }]);
  });

  it('loses all rules where more do not end, and is known to the others', async () => {
    const files = {
      ...FILES,
      'a.py': 'print(never_ends(), ever_on())\n\n\ndef kept(a):\n    pass\n',
      'c.py': 'x = 1\n',
    };
    const modules: string[] = [];
    const rules: RegisteredRule[] = [
      printCall(),
      endlessAtCall('never-ends'),
      endlessAtCall('ever-on'),
      {
        name: 'sees-modules',
        category: 'tests',
        rule: defineProjectRule({
          docs,
          check: (project) => void modules.push(...project.modules.map(({ path }) => path)),
        }),
      },
    ];
    const report = await scanned(files, rules);
    expect(places(report)).toEqual(['b.py:1 print-call']);
    expect(report.notices).toEqual([
      {
        kind: 'too-slow',
        path: 'a.py',
        message: 'took longer than 1 s and again without the slowest part: all rules were skipped here',
      },
    ]);
    expect(modules).toEqual(['a.py', 'b.py', 'c.py']);
  });

  it('that gathers facts without end loses that rule', async () => {
    const gathering: RegisteredRule = {
      name: 'gathers-on',
      category: 'tests',
      rule: defineProjectRule({
        docs,
        facts: ({ path }) => (path === 'a.py' ? forever() : []),
        check: () => undefined,
      }),
    };
    const report = await scanned(FILES, [printCall(), gathering]);
    expect(places(report)).toEqual(['a.py:1 print-call', 'a.py:5 print-call', 'b.py:1 print-call']);
    expect(report.notices).toMatchObject([{ kind: 'too-slow', path: 'a.py', rule: 'gathers-on' }]);
  });

  it('that is no Python loses the rule about it', async () => {
    const artifact = (name: string, check: (report: () => void) => void): RegisteredRule => ({
      name,
      category: 'tests',
      rule: defineArtifactRule({
        docs,
        artifact: 'dockerfile',
        check: (ctx) => check(() => ctx.report({ at: { start: 0, end: 4 }, message: 'seen' })),
      }),
    });
    const files = { ...FILES, Dockerfile: 'FROM python:3.12\n' };
    const rules = [printCall(), artifact('never-ends', forever), artifact('sees-it', (report) => report())];
    const report = await scanned(files, rules);
    expect(places(report)).toEqual([
      'Dockerfile:1 sees-it',
      'a.py:1 print-call',
      'a.py:5 print-call',
      'b.py:1 print-call',
    ]);
    expect(report.notices).toMatchObject([{ kind: 'too-slow', path: 'Dockerfile', rule: 'never-ends' }]);
  });
});

describe('the project', () => {
  it('loses a rule that does not end', async () => {
    const report = await scanned(FILES, [printCall(), endlessProject('never-ends'), duplicateFunction]);
    expect(places(report)).toContain('a.py:4 duplicate-function');
    const message = 'project rule `never-ends` took longer than 1 s and was skipped';
    expect(report.notices).toEqual([{ kind: 'too-slow', rule: 'never-ends', message }]);
  });

  it('loses all rules behind the third that does not end', async () => {
    const endless = ['one', 'two', 'three', 'four'].map(endlessProject);
    const report = await scanned(FILES, [printCall(), ...endless, duplicateFunction]);
    expect(places(report)).toEqual(['a.py:1 print-call', 'a.py:5 print-call', 'b.py:1 print-call']);
    expect(report.notices.map(({ rule }) => rule)).toEqual([undefined, 'one', 'three', 'two']);
    expect(report.notices[0]?.message).toBe(
      '3 project rules took longer than 1 s each: all others were skipped (four, duplicate-function)',
    );
  });

  it('is asked no more where an answer does not come', async () => {
    vi.spyOn(Project.prototype, 'standingAt').mockImplementation(forever);
    const report = await scanned({ ...FILES, 'c.py': 'def drop():\n    pass\n' }, [printCall(), ifService]);
    expect(places(report)).toEqual(['a.py:1 print-call', 'a.py:5 print-call', 'b.py:1 print-call']);
    const message = 'checking findings against the project took longer than 1 s: they are reported without that check';
    expect(report.notices).toEqual([{ kind: 'too-slow', message }]);
  });
});
