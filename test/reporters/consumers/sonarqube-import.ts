import type { Report } from '../../../src/reporters/report.ts';
import { SourceLines } from '../../../src/reporters/source-lines.ts';

interface Range {
  readonly startLine: number;
  readonly endLine?: number;
  readonly startColumn?: number;
  readonly endColumn?: number;
}

interface ImportedReport {
  readonly rules: readonly { readonly id: string }[];
  readonly issues: readonly {
    readonly ruleId: string;
    readonly primaryLocation: { readonly filePath: string; readonly textRange: Range };
  }[];
}

/**
 * What the scanner of SonarQube refuses beside the shape: duplicate and unknown rules (ExternalIssueReportValidator.java),
 * columns past the end of a line and empty ranges (DefaultInputFile.java, `newPointer`, `newRange`), for files it knows.
 * The scanner itself reads a report in `npm run verify-java-readers`, which needs more than `npm test` may.
 */
export function sonarqubeErrors({ rules, issues }: ImportedReport, report: Report): string[] {
  const ids = rules.map(({ id }) => id);
  const duplicate = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `found duplicate rule ID '${id}'`);
  const sources = new SourceLines(report.readSource);
  const errors = issues.flatMap(({ ruleId, primaryLocation: { filePath, textRange } }) => {
    const missing = ids.includes(ruleId) ? [] : [`rule with '${ruleId}' not present`];
    const path = filePath.slice(report.root === '.' ? 0 : report.root.length + 1);
    const source = sources.find({ path, line: 1, column: 1, endLine: 1, endColumn: 1 });
    if (source === undefined) return [...missing, `${filePath} is unknown`];
    return [...missing, ...rangeErrors(textRange, (line) => source.lineText(line).length)];
  });
  return [...duplicate, ...errors];
}

function rangeErrors(range: Range, lengthOf: (line: number) => number): string[] {
  const { startLine, endLine = startLine, startColumn, endColumn } = range;
  if (startColumn === undefined || endColumn === undefined) return [];
  const pointers = [
    [startLine, startColumn],
    [endLine, endColumn],
  ] as const;
  const past = pointers.flatMap(([line, offset]) => {
    const length = lengthOf(line);
    if (offset <= length) return [];
    return [`${offset} is not a valid line offset for pointer. File has ${length} character(s) at line ${line}`];
  });
  const isAfter = endLine > startLine || (endLine === startLine && endColumn > startColumn);
  return isAfter ? past : [...past, 'start pointer should be before end pointer'];
}
