/**
 * `npm run verify-release`: the release tree in the hands of those it is made for: npm, npx and every supported Node, pip and uv, pre-commit,
 * the linters of workflows, and the readers of its reports. Needs git, Python and Go; the registries of npm, PyPI and Go on the
 * first run.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from './package/pack.ts';
import { projectRoot } from './project-root.ts';
import { buildReleaseTree } from './release/tree.ts';
import { verifyCiFiles } from './release/verify-ci-files.ts';
import { verifyFuzz } from './release/verify-fuzz.ts';
import { verifyHook } from './release/verify-hook.ts';
import { verifyNpm } from './release/verify-npm.ts';
import { verifyReports } from './release/verify-reports.ts';
import { verifySuggestions } from './release/verify-suggestions.ts';
import { verifyWheel } from './release/verify-wheel.ts';
import { verifyWorkflows } from './release/verify-workflows.ts';

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-verify-')));
const problems: string[] = [];
try {
  const tree = join(workspace, 'tree');
  await buildReleaseTree(tree);
  const { tarball, problems: packing } = packPackage(tree, workspace);
  problems.push(...packing);
  problems.push(...verifyNpm(tree, tarball, join(projectRoot, 'fixtures/demo-service'), workspace));
  problems.push(...(await verifyWheel(tree, join(projectRoot, 'fixtures/demo-service'), workspace)));
  problems.push(...verifyHook(tree, workspace));
  problems.push(...verifyWorkflows(tree, workspace));
  problems.push(...verifyCiFiles(workspace));
  problems.push(...verifyReports(tree, workspace));
  problems.push(...(await verifySuggestions(tree, workspace)));
  problems.push(...verifyFuzz());
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(workspace, { recursive: true });
}
for (const problem of problems) console.error(`release: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
