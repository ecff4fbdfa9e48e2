/**
 * Compares our scopes with those of the machine's python3, over its standard library or over the files and folders given:
 *
 *     npm run scope-parity [-- path…]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPythonParser } from '../src/ast/lower/index.ts';
import { buildSemanticModel } from '../src/semantics/index.ts';
import { compareScopes, type SymbolTable } from './scopes/compare.ts';

const DUMP = fileURLToPath(new URL('./scopes/symtable_dump.py', import.meta.url));
const SHOWN = 60;

const roots = process.argv.length > 2 ? process.argv.slice(2) : [standardLibrary()];
const files = roots.flatMap(pythonFilesBelow);
const tables = dumpTables(files);
const parser = await loadPythonParser();
const totals = { files: 0, rejected: 0, gaps: 0, compared: 0, equal: 0, milliseconds: 0 };
const differences: string[] = [];
for (const [index, path] of files.entries()) {
  const table: SymbolTable | null = JSON.parse(tables[index] ?? 'null');
  if (table === null) {
    totals.rejected++;
    continue;
  }
  const source = parser.parse(readFileSync(path, 'utf8'));
  if (source.gaps.length > 0) {
    totals.gaps++;
    continue;
  }
  const started = performance.now();
  const model = buildSemanticModel(path, source);
  const { names } = model;
  totals.milliseconds += performance.now() - started;
  if (names.moduleScope.node !== source.module) throw new Error(`${path}: the module's scope is not the module's`);
  const result = compareScopes(model, table);
  totals.files++;
  totals.compared += result.compared;
  totals.equal += result.equal;
  differences.push(...result.differences);
}
for (const line of differences.slice(0, SHOWN)) console.log(line);
console.log(
  `${totals.compared} scopes compared in ${totals.files} files, ${totals.equal} equal, ${differences.length} different; ` +
    `${totals.rejected} files that CPython or UTF-8 rejects, ${totals.gaps} with syntax that the grammar cannot read; scopes built in ${Math.round(totals.milliseconds)} ms`,
);
process.exitCode = differences.length === 0 ? 0 : 1;

function dumpTables(paths: readonly string[]): readonly string[] {
  const run = spawnSync('python3', ['-W', 'ignore', DUMP], {
    input: paths.join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (run.error !== undefined) throw new Error('python3 is needed on PATH', { cause: run.error });
  return run.stdout.trimEnd().split('\n');
}

function standardLibrary(): string {
  const run = spawnSync('python3', ['-c', "import sysconfig; print(sysconfig.get_paths()['stdlib'])"], {
    encoding: 'utf8',
  });
  if (run.error !== undefined) throw new Error('python3 is needed on PATH', { cause: run.error });
  return run.stdout.trim();
}

function pythonFilesBelow(root: string): readonly string[] {
  if (statSync(root).isFile()) return [root];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py') && !path.startsWith('site-packages'))
    .sort()
    .map((path) => `${root}/${path}`);
}
