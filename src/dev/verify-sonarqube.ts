/**
 * `npm run verify-sonarqube`: the scanner of SonarQube imports the report of a hostile repository. Apart from
 * `npm run verify-release`, because it needs Maven Central and 100 MB beside PyPI on the first run; Java comes from PyPI.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';
import { judgeReader, scanBoth } from './release/reports/judge-reader.ts';
import { sonarqubeReader } from './release/reports/sonarqube-reader.ts';

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-sonarqube-')));
const problems: string[] = [];
try {
  problems.push(...judgeReader(sonarqubeReader(workspace), scanBoth(projectRoot, workspace)));
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(workspace, { recursive: true });
}
for (const problem of problems) console.error(`sonarqube: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
