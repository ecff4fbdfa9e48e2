/** The rows that recall is measured by: whoever adds some by hand sees here what is wrong with them. */
import { describe, expect, it } from 'vitest';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { readAudits } from '../../tools/recall/audited-table.ts';
import { defectKey, minedTables, readMinedTable } from '../../tools/recall/mined-row.ts';
import { isAudited } from '../../tools/recall/take-rows.ts';

const audits = readAudits(projectRoot);
const rules = findRuleFiles(projectRoot).map(({ name }) => name);
const tables = minedTables(projectRoot).map(({ rule, file }) => ({ rule, ...readMinedTable(file, rule) }));

describe('the tables of audits', () => {
  it('are each of repositories that are named, once', () => {
    expect(audits.length).toBeGreaterThan(0);
    const names = audits.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the mined rows', () => {
  it('can be read, and are of rules that exist', () => {
    expect(tables.flatMap(({ problems }) => problems)).toEqual([]);
    expect(tables.map(({ rule }) => rule).filter((rule) => !rules.includes(rule))).toEqual([]);
  });

  it('name whole commits', () => {
    const short = tables.flatMap(({ rows }) => rows).filter(({ before, after }) => !WHOLE.test(`${before} ${after}`));
    expect(short.map(({ place }) => place)).toEqual([]);
  });

  it('are each another defect', () => {
    const rows = tables.flatMap((table) => table.rows);
    const first = new Map(rows.toReversed().map((row) => [defectKey(row), row]));
    expect(rows.filter((row) => first.get(defectKey(row)) !== row).map(({ place }) => place)).toEqual([]);
  });

  it('are of no repository that has an audit of its own', () => {
    const rows = tables.flatMap((table) => table.rows);
    expect(rows.filter(({ repository }) => isAudited(audits, repository)).map(({ place }) => place)).toEqual([]);
  });
});

const WHOLE = /^[0-9a-f]{40} [0-9a-f]{40}$/;
