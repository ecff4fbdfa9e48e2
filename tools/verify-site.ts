/**
 * `npm run verify-site`: builds the documentation as a site below a folder of an address, and looks at it in Chromium: pages, search, the dark side, and
 * the playground, which has to say what the command line says. Nothing but the site may be asked for. Exit code 1 with what is wrong.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';
import { browse } from './site/browse.ts';
import { serveFolder } from './site/serve-folder.ts';

const BASE = '/tools/auditlint/';
const work = mkdtempSync(join(tmpdir(), 'auditlint-site-'));
const out = join(work, 'site');
execFileSync('npm', ['run', '--silent', 'site', '--', '--base', BASE, '--out', out], {
  cwd: projectRoot,
  stdio: 'inherit',
});
const server = await serveFolder(out, BASE);
try {
  const folder = join(projectRoot, 'fixtures/demo-service');
  const said = await browse(`${server.address}${BASE}`, { folder, pictures: process.env.AUDITLINT_PICTURES });
  const example = join(work, 'example');
  mkdirSync(join(example, 'app'), { recursive: true });
  writeFileSync(join(example, 'app/main.py'), said.code);
  const wrong = [...said.wrong, ...differences(example, said.inCode), ...differences(folder, said.inFolder)];
  for (const line of wrong) console.error(line);
  console.log(`the site has ${said.pages} pages looked at, ${wrong.length} things wrong`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await server.close();
  rmSync(work, { recursive: true });
}

/** What the command line says of a folder, against what the playground said. */
function differences(folder: string, shown: readonly string[]): string[] {
  const report = join(work, 'report.json');
  const options = ['--profile', 'strict', '--format', 'json', '-o', report, '--fail-on', 'never', '--no-cache'];
  execFileSync(process.execPath, [join(projectRoot, 'bin/auditlint.js'), '.', ...options], { cwd: folder });
  const { findings } = JSON.parse(readFileSync(report, 'utf8')) as {
    findings: { rule: string; severity: string; path: string; line: number }[];
  };
  const reported = findings.map(({ rule, severity, path, line }) => `${severity} ${path}:${line} ${rule}`);
  if (reported.length > 0 && reported.join('\n') === shown.join('\n')) return [];
  return [`of ${folder} the playground says\n${shown.join('\n')}\nand the command line\n${reported.join('\n')}`];
}
