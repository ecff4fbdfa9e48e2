/** `npm run parity -- [folders…]`: our trees against CPython's, over both standard libraries and the folders given. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { compareFile } from './compare.ts';
import { loadCPython } from './cpython.ts';
import { findPythonFiles } from './find-python-files.ts';
import { Tally } from './tally.ts';

const cpython = await loadCPython();
const parser = await loadPythonParser();
const tally = new Tally();

console.log(`CPython ${cpython.version} of pyodide: its own standard library`);
for (const [path, bytes] of cpython.standardLibrary()) tally.add(path, compareFile(bytes, parser, cpython));

const folders = process.argv.slice(2).map((folder) => resolve(folder));
for (const folder of [...machineLibrary(), ...folders]) {
  console.log(folder);
  for (const file of findPythonFiles(folder)) {
    tally.add(relative(process.cwd(), file), compareFile(readFileSync(file), parser, cpython));
  }
}
console.log(tally.summary());
process.exitCode = tally.differences === 0 ? 0 : 1;

/** The standard library of the machine's python3, if it has one. */
function machineLibrary(): string[] {
  try {
    const code = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
    return [execFileSync('python3', ['-c', code], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()];
  } catch {
    console.log('no python3 on this machine: its standard library is left out');
    return [];
  }
}
