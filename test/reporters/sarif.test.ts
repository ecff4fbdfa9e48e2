import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/findings/index.ts';
import type { FormatOptions, Report } from '../../src/reporters/index.ts';
import { formatSarif } from '../../src/reporters/sarif/report-sarif.ts';
import { finding, placeOf, reportOf, sampleFindings, sampleReport, sampleRules } from './sample-report.ts';
import { schemaErrors } from './sarif-schema.ts';
import { isUnsafe } from './unsafe-characters.ts';

function runOf(report: Report, options?: FormatOptions): Run {
  // What formatSarif writes is a Log; the schema tests check it.
  const log = JSON.parse(formatSarif(report, options)) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const resultsOf = (report: Report, options?: FormatOptions): readonly Result[] => runOf(report, options).results ?? [];

const resultOf = (changed: Partial<Finding> & { message: string }): Result => {
  const [result] = resultsOf(reportOf([finding('bare-except', placeOf('src/orders/app.py', 'except'), changed)]));
  if (result === undefined) throw new Error('no result');
  return result;
};

describe('every log is valid by the official schema', () => {
  it.each<[string, Report, FormatOptions]>([
    ['of the sample', sampleReport, {}],
    ['with suppressed results', sampleReport, { includesSuppressed: true }],
    ['without findings', reportOf([]), {}],
    ['of a category', reportOf([]), { category: 'services/orders' }],
    ['below the root of a checkout', reportOf(sampleFindings, { pathInCheckout: 'services/a b/' }), {}],
  ])('%s', (_, report, options) => {
    expect(schemaErrors(JSON.parse(formatSarif(report, options)))).toEqual([]);
  });

  it('and the schema does refuse what is wrong', () => {
    expect(schemaErrors({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toEqual([
      "/runs/0/tool/driver must have required property 'name'",
    ]);
  });
});

describe('results', () => {
  it('are present when there are none', () => {
    expect(runOf(reportOf([])).results).toEqual([]);
  });

  it('have all four numbers of a region, in UTF-16 columns', () => {
    const [result] = resultsOf(reportOf(sampleFindings.filter(({ rule }) => rule === 'unbounded-cache')));
    const line = '        label = "Bestellung 📦 für " + order["名前"]; self.cache[order["id"]] = label';
    const startColumn = line.indexOf('self.cache') + 1;
    expect(result?.locations?.[0]?.physicalLocation?.region).toEqual({
      startLine: 19,
      startColumn,
      endLine: 19,
      endColumn: startColumn + 'self.cache[order["id"]]'.length,
    });
  });

  it('of notebooks stand where the code is in the JSON, and name the cell', () => {
    const [result] = resultsOf(reportOf(sampleFindings.filter(({ location }) => location.cell !== undefined)));
    const [location] = result?.locations ?? [];
    expect(location?.logicalLocations).toEqual([{ name: 'cell 2', kind: 'module' }]);
    expect(location?.physicalLocation?.region).toEqual({ startLine: 9, startColumn: 42, endLine: 9, endColumn: 53 });
  });

  it('point to their rules', () => {
    const run = runOf(sampleReport);
    for (const { ruleId, ruleIndex } of run.results ?? []) {
      expect(run.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
    }
    expect(run.results).toHaveLength(sampleFindings.length);
  });

  it('carry both fingerprints, and no line hash where GitHub would compute another', () => {
    const prints = new Map(
      resultsOf(sampleReport).map(({ ruleId, locations, partialFingerprints }) => [
        `${ruleId} ${locations?.[0]?.physicalLocation?.artifactLocation?.uri}`,
        partialFingerprints,
      ]),
    );
    expect(prints.get('bare-except src/orders/app.py')).toEqual({
      'auditlint/v1': 'bare-except-21',
      primaryLocationLineHash: expect.stringMatching(/^[1-9a-f][0-9a-f]{0,15}:1$/),
    });
    expect(prints.get('mutable-default src/orders/letters.py')).toEqual({ 'auditlint/v1': 'mutable-default-2' });
    expect(prints.get('unsafe-deserialization notebooks/sales.ipynb')).toEqual({
      'auditlint/v1': 'unsafe-deserialization-2',
    });
  });

  it('have levels by the severity of the finding, not of its rule', () => {
    const levels = (['P0', 'P1', 'P2', 'P3'] as const).map((severity) => resultOf({ message: 'a', severity }).level);
    expect(levels).toEqual(['error', 'error', 'warning', 'note']);
  });

  it('leave suppressed findings out unless asked for', () => {
    expect(resultsOf(sampleReport).some(({ suppressions }) => suppressions !== undefined)).toBe(false);
    const suppressed = resultsOf(sampleReport, { includesSuppressed: true }).at(-1);
    expect(suppressed?.suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'one worker per process' },
    ]);
  });

  it('are at most 25,000, the worst ones, and the log says how many are left out', () => {
    const place = placeOf('src/orders/app.py', 'except');
    const many = Array.from({ length: 25_003 }, (_, i) =>
      finding('bare-except', place, { message: String(i), severity: i === 25_002 ? 'P0' : 'P2' }),
    );
    const run = runOf(reportOf(many));
    expect(run.results).toHaveLength(25_000);
    expect(run.results?.at(-1)?.message.text).toBe('25002.');
    expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(
      /^The 3 least severe findings are omitted/,
    );
  });
});

describe('messages', () => {
  it('end in a full stop and start with a capital', () => {
    expect(resultOf({ message: 'bare `except:` hides' }).message.text).toBe('Bare `except:` hides.');
    expect(resultOf({ message: 'is it?' }).message.text).toBe('Is it?');
  });

  it('add the remedy when it says more than the rule', () => {
    expect(resultOf({ message: 'a', remedy: 'Catch `OSError` instead' }).message.text).toBe(
      'A. Catch `OSError` instead.',
    );
  });

  it('link every related location by its id, brackets escaped', () => {
    const [result] = resultsOf(reportOf(sampleFindings.filter(({ rule }) => rule === 'unlocked-singleton')));
    expect(result?.message.text).toContain('See [the lock `_lock` \\[unused\\]](1), [called by `place_order`](2).');
    expect(result?.relatedLocations?.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('make no link of code that looks like one', () => {
    expect(resultOf({ message: '`queue[0](1)` runs' }).message.text).toBe('`queue\\[0\\](1)` runs.');
    expect(resultOf({ message: '`queue[0]` runs' }).message.text).toBe('`queue[0]` runs.');
  });
});

describe('the run', () => {
  it('has relative, percent-encoded URIs below the root of the checkout', () => {
    const uris = (report: Report) =>
      resultsOf(report).map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation);
    expect(uris(sampleReport)).toContainEqual({
      uri: 'src/orders/price%20list%20%231%20100%25%C3%A9.py',
      uriBaseId: '%SRCROOT%',
    });
    const below = uris(reportOf(sampleFindings, { pathInCheckout: 'services/a b/' }));
    expect(below.every((location) => location?.uri?.startsWith('services/a%20b/'))).toBe(true);
    expect(runOf(sampleReport).originalUriBaseIds).toEqual({
      '%SRCROOT%': { description: { text: 'The root of the checkout.' } },
    });
  });

  it('encodes colons, backslashes and lone surrogates of file names', () => {
    const place = { ...placeOf('src/orders/app.py', 'except'), path: 'a:b\\c/\ud800 d?.py' };
    const [result] = resultsOf(reportOf([finding('bare-except', place, { message: 'a' })]));
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%3Ab%5Cc/%EF%BF%BD%20d%3F.py');
  });

  it('ended well, with notices as notifications', () => {
    const [invocation] = runOf(sampleReport).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(true);
    expect(invocation?.toolExecutionNotifications?.map(({ descriptor, level }) => [descriptor?.id, level])).toEqual([
      ['not-parsed', 'warning'],
      ['too-large', 'warning'],
      ['rule-failed', 'error'],
    ]);
  });

  it('describes rules as GitHub reads them', () => {
    const rules = runOf(sampleReport).tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(sampleRules.map(({ name }) => name));
    const sql = rules.find(({ id }) => id === 'sql-string-formatting');
    expect(sql?.name).toBe('SqlStringFormatting');
    expect(sql?.properties).toEqual({
      tags: ['security', 'external/cwe/cwe-089', 'sql injection', 'sqli'],
      precision: 'high',
      equivalents: ['ruff S608', 'bandit B608', 'CodeQL py/sql-injection'],
      'security-severity': '8.0',
    });
    expect(rules.find(({ id }) => id === 'unbounded-cache')?.properties).toEqual({
      tags: ['resources', 'memory leak', 'unbounded cache', 'cache without eviction'],
      precision: 'high',
      equivalents: ['pylint W1518'],
      firstSight: { read: 31, right: 18 },
      'problem.severity': 'warning',
    });
    for (const rule of rules) {
      expect(rule.help?.text).not.toBe('');
      expect(rule.help?.markdown).toContain(`# ${rule.id}`);
      expect(rule.shortDescription?.text).toMatch(/^[^a-z].*\.$/);
    }
  });

  it('tells steps of a path as a code flow', () => {
    const [result] = resultsOf(reportOf(sampleFindings.filter(({ rule }) => rule === 'sql-string-formatting')));
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location?.message?.text);
    expect(steps).toEqual(['`customer` comes in', 'it becomes part of the SQL', 'the SQL is run']);
  });
});

it('prints nothing that a terminal or a GitHub runner obeys', () => {
  const message = 'a\u001b[31m \u0085 \u202e ##[error]x ::error::y \u2028';
  const text = formatSarif(reportOf([finding('bare-except', placeOf('src/orders/app.py', 'except'), { message })]));
  expect(text).not.toContain('##[');
  expect([...text].filter((character) => character !== '\n' && isUnsafe(character))).toEqual([]);
  const log: Log = JSON.parse(text);
  expect(log.runs[0]?.results?.[0]?.message.text).toBe(`A${message.slice(1)}.`.replace(' \u2028.', '.'));
});
