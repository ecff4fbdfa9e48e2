import { commandReader } from './reports/command-reader.ts';
import { judgeReader, scanBoth } from './reports/judge-reader.ts';
import { pythonReaders } from './reports/python-readers.ts';
import { reviewdogReaders } from './reports/reviewdog-readers.ts';

/**
 * Scans a hostile repository and a clean one with the built tree into every format, and lets those who read a format tell
 * what they found in it: paths, places, severities, rules and messages have to be those of the JSON report of the same
 * scan. A report with a fault has to be refused or misread. Returns problems, one line each.
 */
export function verifyReports(tree: string, workspace: string): string[] {
  const scans = scanBoth(tree, workspace);
  const readers = [...reviewdogReaders(), ...pythonReaders(workspace), commandReader()];
  for (const [format, why] of Object.entries(NOT_READ)) console.log(`${format}: not read here, ${why}`);
  return readers.flatMap((reader) => judgeReader(reader, scans));
}

/**
 * Formats whose readers need more than .ci/run may ask for. GitLab's own schema (app/validators/json_schemas/codeclimate.json)
 * and parser are parts of its Rails application alone: the packages for Code Quality in npm, PyPI and the Go proxy write it
 * (looked for on 20 November 2026).
 */
const NOT_READ: Readonly<Record<string, string>> = {
  gitlab: 'its reader in Jenkins needs Java: `npm run verify-java-readers`; GitLab publishes none',
  sonarqube: "SonarQube's scanner needs Java: `npm run verify-java-readers`",
};
