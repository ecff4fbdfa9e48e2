import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatJson } from '../../src/reporters/json/report-json.ts';
import { formatPretty } from '../../src/reporters/pretty/report-pretty.ts';
import { formatSarif } from '../../src/reporters/sarif/report-sarif.ts';
import { expectGolden } from './golden.ts';
import { reportOf, sampleFindings, sampleReport } from './sample-report.ts';
import { schemaErrors } from './sarif-schema.ts';

const reportSchema = JSON.parse(
  readFileSync(new URL('../../schema/auditlint-report.schema.json', import.meta.url), 'utf8'),
);

describe('the sample report', () => {
  it.each([
    ['pretty.txt', 'short', 'cause'],
    ['pretty-by-rule.txt', 'short', 'rule'],
    ['pretty-by-file.txt', 'short', 'file'],
    ['pretty-all.txt', 'full', 'cause'],
    ['pretty-all-by-rule.txt', 'full', 'rule'],
    ['pretty-all-by-file.txt', 'full', 'file'],
  ] as const)('as a person reads it: %s', (name, findings, groupBy) => {
    const lines = [...formatPretty(sampleReport, { findings, groupBy })].map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    );
    expectGolden(name, `${lines.join('\n')}\n`);
  });

  it('as JSON, valid by our schema', () => {
    const text = formatJson(sampleReport);
    expectGolden('report.json', text);
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(reportSchema);
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });

  it('as SARIF, valid by the official schema', () => {
    const text = formatSarif(sampleReport);
    expectGolden('report.sarif', text);
    expect(schemaErrors(JSON.parse(text))).toEqual([]);
  });
});

it('the same findings give the same bytes', () => {
  const report = reportOf(structuredClone(sampleFindings));
  expect(formatSarif(report)).toBe(formatSarif(reportOf(sampleFindings)));
  expect(formatJson(report)).toBe(formatJson(reportOf(sampleFindings)));
});
