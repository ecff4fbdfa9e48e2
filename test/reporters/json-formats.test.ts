import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/reporters/report.ts';
import { formatGitlab } from '../../src/reporters/report-gitlab.ts';
import { formatRdjson } from '../../src/reporters/report-rdjson.ts';
import { formatSonarqube } from '../../src/reporters/report-sonarqube.ts';
import { GITLAB, RDJSON, SONARQUBE } from './consumers/json-schemas.ts';
import { sonarqubeErrors } from './consumers/sonarqube-import.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_PATH, hostileReport } from './hostile-report.ts';
import { finding, placeOf, reportOf, sampleFindings, sampleReport, sampleRules } from './sample-report.ts';
import { isUnsafe } from './unsafe-characters.ts';

const ajv = new Ajv({ allErrors: true });

describe.each<[string, (report: Report) => string, object]>([
  ['gitlab', formatGitlab, GITLAB],
  ['sonarqube', formatSonarqube, SONARQUBE],
  ['rdjson', formatRdjson, RDJSON],
])('%s', (name, format, schema) => {
  const validate = ajv.compile(schema);
  const errorsOf = (report: Report) => {
    validate(JSON.parse(format(report)));
    return validate.errors ?? [];
  };

  it('the sample report', () => {
    expectGolden(`${name}.json`, format(sampleReport));
    expect(errorsOf(sampleReport)).toEqual([]);
  });

  it('a clean scan is a document too', () => {
    expect(errorsOf(reportOf([]))).toEqual([]);
  });

  it('a hostile file name is kept exactly, and nothing that is printed obeys', () => {
    expect(errorsOf(hostileReport)).toEqual([]);
    const text = format({ ...hostileReport, root: '.' });
    expect(text).toContain('##\\u005bgroup]');
    expect(collectStrings(JSON.parse(text))).toContain(HOSTILE_PATH);
    expect([...text].filter((character) => character !== '\n' && isUnsafe(character))).toEqual([]);
  });
});

describe('gitlab', () => {
  it('has a fingerprint of its own for each finding, also beside another job of the same pipeline', () => {
    const printsOf = (pathInCheckout: string): string[] =>
      JSON.parse(formatGitlab({ ...sampleReport, pathInCheckout })).map(
        ({ fingerprint }: { fingerprint: string }) => fingerprint,
      );
    const all = [...printsOf('services/a/'), ...printsOf('services/b/')];
    expect(new Set(all).size).toBe(2 * sampleFindings.length);
  });

  it('has paths from the root of the checkout', () => {
    const [issue] = JSON.parse(formatGitlab({ ...sampleReport, pathInCheckout: 'services/a b/' }));
    expect(issue.location).toEqual({ path: 'services/a b/notebooks/sales.ipynb', lines: { begin: 9, end: 9 } });
  });
});

describe('rdjson', () => {
  const rangeOf = (report: Report) => JSON.parse(formatRdjson(report)).diagnostics[0].location.range;

  it('counts columns in bytes of UTF-8', () => {
    const before = Buffer.byteLength('label = "📦é"; ');
    expect(rangeOf(hostileReport)).toEqual({
      start: { line: 2, column: before + 1 },
      end: { line: 2, column: before + 1 + 'danger(label)'.length },
    });
  });

  it('counts whthe file means, whatever its encoding', () => {
    const latin = reportOf(sampleFindings.filter(({ location }) => location.path.endsWith('letters.py')));
    expect(rangeOf(latin)).toEqual({ start: { line: 2, column: 12 }, end: { line: 2, column: 21 } });
  });

  it('names whole lines where the file has gone', () => {
    const place = { ...placeOf('src/orders/app.py', 'except'), path: 'gone.py' };
    const gone = reportOf([finding('bare-except', place, { message: 'a' })]);
    expect(rangeOf(gone)).toEqual({ start: { line: 21 }, end: { line: 21 } });
  });
});

describe('sonarqube', () => {
  it('is imported by what its scanner checks', () => {
    for (const report of [sampleReport, hostileReport, reportOf([])]) {
      expect(sonarqubeErrors(JSON.parse(formatSonarqube(report)), report)).toEqual([]);
    }
  });

  it('and that check does refuse what is wrong', () => {
    const wrong = JSON.parse(formatSonarqube(hostileReport));
    wrong.issues[0].primaryLocation.textRange.endColumn = 99;
    wrong.issues[0].ruleId = 'other';
    expect(sonarqubeErrors(wrong, hostileReport)).toEqual([
      "rule with 'other' not present",
      '99 is not a valid line offset for pointer. File has 28 character(s) at line 2',
    ]);
  });

  it('counts columns from 0 in UTF-16', () => {
    const [issue] = JSON.parse(formatSonarqube(hostileReport)).issues;
    expect(issue.primaryLocation.textRange).toEqual({ startLine: 2, endLine: 2, startColumn: 15, endColumn: 28 });
  });

  it('names whole lines where a range would be empty, which it refuses', () => {
    const place = placeOf('src/orders/app.py', 'except');
    const empty = finding('bare-except', { ...place, endColumn: place.column }, { message: 'a' });
    const [issue] = JSON.parse(formatSonarqube(reportOf([empty]))).issues;
    expect(issue.primaryLocation.textRange).toEqual({ startLine: 21, endLine: 21 });
  });

  it('gives a rule the severity of its worst finding, and what its category endangers', () => {
    const place = placeOf('src/orders/app.py', 'except');
    const rulesOf = (...severities: readonly ('P0' | 'P1' | 'P2' | 'P3')[]) => {
      const findings = severities.map((severity) => finding('bare-except', place, { message: 'a', severity }));
      return JSON.parse(formatSonarqube(reportOf(findings))).rules;
    };
    expect(rulesOf('P3', 'P2')[0].impacts).toEqual([{ softwareQuality: 'RELIABILITY', severity: 'MEDIUM' }]);
    expect(rulesOf('P3', 'P0', 'P2')[0].impacts).toEqual([{ softwareQuality: 'RELIABILITY', severity: 'HIGH' }]);
    expect(rulesOf('P3')).toHaveLength(1);
    const security = sampleRules.filter(({ category }) => category === 'security').map(({ name }) => name);
    const { rules } = JSON.parse(formatSonarqube(sampleReport));
    for (const { id, impacts } of rules) {
      expect(impacts[0].softwareQuality === 'SECURITY').toBe(security.includes(id));
    }
  });
});

function collectStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectStrings) : [];
}
