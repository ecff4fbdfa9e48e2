/**
 * `npm run verify-java-readers`: SonarQube's scanner and the parser that Jenkins has for Code Climate read the reports of a
 * hostile repository. Apart from `npm run verify-release`, because it needs Maven Central beside PyPI and 100 MB on the first
 * run; Java comes from PyPI.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';
import { javaReaders } from './release/reports/java-readers.ts';
import { judgeReader, scanBoth } from './release/reports/judge-reader.ts';

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-java-')));
const problems: string[] = [];
try {
  const scans = scanBoth(projectRoot, workspace);
  problems.push(...javaReaders(workspace).flatMap((reader) => judgeReader(reader, scans)));
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(workspace, { recursive: true });
}
for (const problem of problems) console.error(`java readers: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
