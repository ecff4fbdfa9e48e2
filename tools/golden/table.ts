import { compareText } from '../../src/text/index.ts';
import { type Figure, figureOf } from './figure.ts';

/** What is scanned: the fixtures of the project, and packages of others. */
export const PARTS = ['fixtures', 'packages'] as const;
export type GoldenPart = (typeof PARTS)[number];

/** By rule; those that find nothing are in it too. */
export type GoldenTable = ReadonlyMap<string, Readonly<Record<GoldenPart, Figure>>>;

/** The table of what was scanned, of these rules. */
export function tableOf(
  rules: readonly string[],
  linesOf: (part: GoldenPart, rule: string) => readonly string[],
): GoldenTable {
  const figures = (rule: string) => PARTS.map((part) => [part, figureOf(linesOf(part, rule))]);
  // Of each part one.
  return new Map(rules.map((rule) => [rule, Object.fromEntries(figures(rule)) as Record<GoldenPart, Figure>]));
}

const HEADER = ['rule', ...PARTS.flatMap((part) => [part, `${part} sha256`])].join('\t');

export function formatTable(table: GoldenTable): string {
  const rows = [...table].sort(([a], [b]) => compareText(a, b));
  const lines = rows.map(([rule, figures]) =>
    [rule, ...PARTS.flatMap((part) => [figures[part].findings, figures[part].sha256])].join('\t'),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}

/** Throws an Error that names file and line for what is no such table. */
export function parseTable(file: string, text: string): GoldenTable {
  const [header, ...lines] = text.split('\n');
  if (header !== HEADER) throw new Error(`${file}:1: its columns are not ${HEADER.replaceAll('\t', ', ')}`);
  const table = new Map<string, Record<GoldenPart, Figure>>();
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const match = ROW.exec(line);
    const [, rule, ofFixtures, fixtures, ofPackages, packages] = match ?? [];
    const place = `${file}:${index + 2}`;
    if (rule === undefined || fixtures === undefined || packages === undefined)
      throw new Error(`${place}: it is no rule with a number and a SHA-256 for each of ${PARTS.join(' and ')}`);
    if (table.has(rule)) throw new Error(`${place}: \`${rule}\` has a row already`);
    table.set(rule, {
      fixtures: { findings: Number(ofFixtures), sha256: fixtures },
      packages: { findings: Number(ofPackages), sha256: packages },
    });
  }
  return table;
}

const ROW = /^([a-z][a-z0-9-]*)\t(\d+)\t([0-9a-f]{64})\t(\d+)\t([0-9a-f]{64})$/;
