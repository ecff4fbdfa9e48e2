/** How rules speak: the style of summaries, reasons, remedies and messages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node, type SourceFile } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { kindsOf, precisionAtFirstSight } from '../../src/findings/index.ts';
import { firstSightByRule } from '../../tools/first-sight/leaving.ts';
import { readCollectedRounds } from '../../tools/first-sight/verdicts.ts';
import { importRule } from '../../tools/generate/load-rules.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { pathOf, sourceFiles } from './layers/imports.ts';

const firstSight = firstSightByRule(readCollectedRounds(projectRoot));

const IMPERATIVE_TRAPS = /^(You|It|The|A|An|This|Should|Consider|Please|Maybe|Avoid using)\b/;

/** The audits and reports of readers that are the specification, by their titles. */
const AUDITS = [
  // Readers who wrote down what is wrong in six small systems before any scan.
  'Audits of six systems before a scan',
  'Audits of four small systems before a scan',
  'Audits of six services in November 2026',
  'Audits of thirteen repositories in November 2026',
  'Defects of eight services before a scan',
  // Readers of code that nobody here had seen.
  'Field report 1',
  'Field report 2',
  'CORTEX Architectural Audit Report',
  'HNDSR Production-Readiness & Feasibility Audit',
  'TenSafe Issue Register',
  'TenSafe Phase 0 Baseline Assessment',
  'TenSafe System Audit',
];

describe.each(findRuleFiles(projectRoot))('$name', (file) => {
  it('is named after the defect', () => {
    // What is missing has no other name: training that cannot be resumed, training without mixed precision.
    if (file.name === 'no-checkpoint-resume' || file.name === 'no-mixed-precision') return;
    expect(file.name).not.toMatch(/^(no|use|prefer|avoid|require|disallow|dont)-/);
  });

  it('is documented in the house style', async () => {
    const { docs } = await importRule(file);
    expect(docs.summary, 'summary: noun phrase, lower case, no full stop').toMatch(
      /^[^A-Z\s](?!.*[.!]$).*\S$|^(?:[A-Z]{2,}|N\+1).*[^.!]$/s,
    );
    expect(docs.why, 'why: one sentence').toMatch(/^[A-Z`].*\.$/s);
    expect(docs.remedy, 'remedy: one imperative sentence without a full stop').toMatch(/^[A-Z`].*[^.\s]$/s);
    expect(docs.remedy, 'remedy: one imperative sentence').not.toMatch(IMPERATIVE_TRAPS);
    for (const text of [docs.summary, docs.why, docs.remedy]) {
      expect(text, 'one line, no "please"').not.toMatch(/\n|\bplease\b/i);
    }
    expect(docs.since).toMatch(/^\d+\.\d+\.\d+$/);
    expect(docs.origin.length, 'origin: the audit that found it').toBeGreaterThan(0);
    for (const { document } of docs.origin) expect(AUDITS, 'origin: an audit by its title').toContain(document);
    expect(docs.bad.trim(), 'bad').not.toBe('');
    expect(docs.good.trim(), 'good').not.toBe('');
    expect(docs.cwe).toEqual([...new Set(docs.cwe)]);
  });

  it('claims no more precision than was measured', async () => {
    const { docs } = await importRule(file);
    // What was seen at first sight counts more; `first-sight.test.ts` looks at that.
    if (precisionAtFirstSight(firstSight.get(file.name)) !== undefined) return;
    const { read, right } = docs.measured ?? { read: 0, right: 0 };
    const rate = read === 0 ? 0.8 : right / read;
    const levels = rate >= 0.95 ? ['high', 'medium', 'low'] : rate >= 0.8 ? ['medium', 'low'] : ['low'];
    expect(levels, `${right} of ${read}`).toContain(docs.precision);
  });
});

describe('severities', () => {
  it('stand in the table that says where they come from', async () => {
    const table = readFileSync(join(projectRoot, 'docs/internals/severities.tsv'), 'utf8').trimEnd().split('\n');
    const reported = table.slice(1).map((row) => row.split('\t', 2).join('\t'));
    const stated = await Promise.all(
      findRuleFiles(projectRoot).map(async (file) => {
        const kinds = kindsOf((await importRule(file)).docs);
        const text = kinds
          .map(({ kind, severity }) => (kind === undefined ? severity : `${severity} ${kind}`))
          .join('; ');
        return `${file.name}\t${text}`;
      }),
    );
    expect(reported.sort()).toEqual(stated.sort());
  });
});

describe('messages', () => {
  it('state one fact without a full stop', () => {
    const rules = sourceFiles.filter((file) => pathOf(file).startsWith('rules/'));
    const wrong = rules.flatMap(messagesOf).filter(({ text }) => /[.!]$|\bplease\b/i.test(text));
    expect(wrong.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
  });
});

// Literal texts only; what a template ends with is its last literal part.
function messagesOf(file: SourceFile): { place: string; text: string }[] {
  const messages: { place: string; text: string }[] = [];
  file.forEachDescendant((node) => {
    if (!Node.isPropertyAssignment(node) || node.getName() !== 'message') return;
    const value = node.getInitializer();
    const text = Node.isTemplateExpression(value)
      ? value.getTemplateSpans().at(-1)?.getLiteral().getLiteralText()
      : Node.isStringLiteral(value) || Node.isNoSubstitutionTemplateLiteral(value)
        ? value.getLiteralText()
        : undefined;
    if (text !== undefined) messages.push({ place: `${pathOf(file)}:${node.getStartLineNumber()}`, text });
  });
  return messages;
}
