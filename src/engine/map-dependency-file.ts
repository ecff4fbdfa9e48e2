import { readPyprojectDependencies, readPyprojectEntryPoints, readRequirementsFile } from '../artifacts/index.ts';
import type { DependencyFileKind } from '../discover/index.ts';
import type { EntryPoint, Requirement } from '../project/index.ts';
import { SourceText } from '../text/index.ts';
import { failedReport } from './failed-report.ts';
import { FILE_REPORT_SCHEMA_VERSION, type FileReport } from './file-report.ts';
import type { FileInput } from './map-file.ts';

/** Reads what a file declares that the project depends on, and what it makes runnable. */
export function mapDependencyFile(file: FileInput, kind: DependencyFileKind): FileReport {
  const text = new SourceText(new TextDecoder().decode(file.bytes));
  const declared = kind === 'pyproject' ? readPyprojectDependencies(text) : readRequirementsFile(text);
  if (declared === undefined) {
    return failedReport(file, [{ kind: 'not-parsed', path: file.path, message: 'is not valid TOML' }]);
  }
  const requirements = declared.map(
    ({ value, span }): Requirement => ({ ...value, path: file.path, line: text.lineAt(span.start) }),
  );
  const entryPoints = kind === 'pyproject' ? entryPointsOf(file, text) : [];
  return {
    schemaVersion: FILE_REPORT_SCHEMA_VERSION,
    path: file.path,
    kind,
    outcome: 'parsed',
    bytes: file.bytes.length,
    lines: text.lineCount,
    findings: [],
    suppressions: [],
    notices: [],
    facts: {},
    rulesRun: [],
    requirements,
    ...(entryPoints.length > 0 && { entryPoints }),
  };
}

function entryPointsOf({ path }: FileInput, text: SourceText): EntryPoint[] {
  return readPyprojectEntryPoints(text).map(({ value, span }) => ({
    path,
    line: text.lineAt(span.start),
    reference: value,
  }));
}
