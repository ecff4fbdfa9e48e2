/** What the bundle loads for a scan without options, as Node itself tells it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { bundle } from '../../tools/build/bundle.ts';
import { copyGrammars } from '../../tools/build/grammars.ts';
import { findRuleFiles } from '../../tools/generate/rule-files.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { FAULTY, makeProject } from '../cli/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'auditlint-loaded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EXTRA =
  /^src\/(?:editor|plugins|testing|fleet|api|replay|report|register|cli\/(?:agents|completion|fleet|new-plugin|register|watch))\/|node_modules\/(?:vscode-languageserver\/|vscode-jsonrpc|@modelcontextprotocol|diff\/|chokidar)/;
/** Options of commands, which the help lists. */
const NAMED = /\/\w+-options\.ts$/;

it('loads nothing of editors, agents, plug-ins, fixes, completion and audits, and of rules those of the default profile', async () => {
  const { outputs } = await bundle(join(folder, 'dist'), { cli: 'src/cli/main.ts' });
  copyGrammars(join(folder, 'dist'));
  const cwd = makeProject({ 'app.py': FAULTY });

  /** The sources of all files that Node loaded. */
  const loadedBy = (...args: readonly string[]): string[] => {
    const reported = mkdtempSync(join(folder, 'told-'));
    const env = { ...process.env, NODE_V8_COVERAGE: reported };
    execFileSync(process.execPath, [join(folder, 'dist/cli.js'), ...args], { cwd, env, stdio: 'pipe' });
    const urls = readdirSync(reported).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(reported, name), 'utf8')) as { result: { url: string }[] };
      return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    });
    const paths = urls.map((url) => relative(projectRoot, fileURLToPath(url)).replaceAll('\\', '/'));
    return paths.flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
  };

  const scan = loadedBy('--fail-on', 'never');
  expect(scan).toContain('src/engine/reduce.ts');
  expect(scan.filter((path) => EXTRA.test(path) && !NAMED.test(path))).toEqual([]);
  const ours = findRuleFiles(projectRoot).map(({ path }) => relative(projectRoot, path).replaceAll('\\', '/'));
  expect(scan).toEqual(expect.arrayContaining(ours));
  // Or none of these could be seen at all.
  expect(loadedBy('completion', 'bash')).toContain('src/cli/completion/bash.ts');
});
