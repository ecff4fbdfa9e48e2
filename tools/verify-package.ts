/**
 * Packs auditlint, installs the tarball in an empty folder outside the checkout, scans with it, and has the SARIF validated.
 * `npm run verify-package -- [folder to scan]`; the demo by default. Needs npm's registry for the validator alone.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packPackage } from './package/pack.ts';
import { installSarifValidator } from './package/sarif-validator.ts';
import { projectRoot } from './project-root.ts';
import { buildReleaseTree } from './release/tree.ts';

const scanned = resolve(process.argv[2] ?? join(projectRoot, 'fixtures/demo-service'));
const workspace = mkdtempSync(join(tmpdir(), 'auditlint-package-'));
const problems: string[] = [];
try {
  await verify();
} finally {
  rmSync(workspace, { recursive: true });
}
for (const problem of problems) console.error(`package: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function verify(): Promise<void> {
  const tree = join(workspace, 'release');
  await buildReleaseTree(tree);
  const { tarball, packedBytes, unpackedBytes, problems: packing } = packPackage(tree, workspace);
  console.log(`packed ${packedBytes} bytes, unpacked ${unpackedBytes} bytes`);
  problems.push(...packing);
  const consumer = installInEmptyFolder(tarball);
  verifyTypes(consumer);
  verifyScan(consumer);
}

function installInEmptyFolder(tarball: string): string {
  const consumer = makeFolder('consumer');
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', tarball], {
    cwd: consumer,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const installed = execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: consumer, encoding: 'utf8' });
  const packages = installed.trim().split('\n').slice(1);
  if (packages.length !== 1) problems.push(`installing it installs ${packages.join(', ')}`);
  return consumer;
}

// With strict libraries checked, so that a type the package does not bring is found.
function verifyTypes(consumer: string): void {
  writeFileSync(
    join(consumer, 'use.ts'),
    "import * as auditlint from 'auditlint';\nexport const api: object = auditlint;\n",
  );
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', '', 'use.ts'];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options], { cwd: consumer, encoding: 'utf8' });
  if (status !== 0) problems.push(`its types do not stand alone: ${stdout.trim()}`);
}

function verifyScan(consumer: string): void {
  const repository = join(makeFolder('scanned'), 'repository');
  cpSync(scanned, repository, { recursive: true });
  const sarif = join(workspace, 'report.sarif');
  const run = runInstalled(consumer, [repository, '--format', 'sarif', '-o', sarif, '--fail-on', 'never']);
  if (run.status !== 0) {
    problems.push(`the installed auditlint ended with ${run.status}: ${run.stderr.trim()}`);
    return;
  }
  const log = JSON.parse(readFileSync(sarif, 'utf8')) as { runs: [{ results: unknown[] }] };
  console.log(`scanned ${scanned}: ${log.runs[0].results.length} results`);
  if (log.runs[0].results.length === 0) problems.push(`it found nothing in ${scanned}`);
  problems.push(...installSarifValidator(makeFolder('validator')).validate(sarif));
}

function runInstalled(consumer: string, args: readonly string[]) {
  const bin = join(consumer, 'node_modules/.bin/auditlint');
  const env = { ...process.env, AUDITLINT_NO_CACHE: '1' };
  return spawnSync(bin, args, { cwd: consumer, encoding: 'utf8', env, shell: process.platform === 'win32' });
}

function makeFolder(name: string): string {
  const folder = join(workspace, name);
  mkdirSync(folder);
  return folder;
}
