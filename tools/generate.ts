/** `npm run generate`: writes every generated file that is not fresh; with `--check` only names them and exits 1. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateOutputs, type Output, staleOutputs } from './generate/outputs.ts';
import { projectRoot } from './project-root.ts';

const isCheck = process.argv.includes('--check');
const { files, failures } = await generateOutputs(projectRoot);
const stale = staleOutputs(projectRoot, files);
for (const output of stale) {
  if (!isCheck) write(output);
  console.log(`${isCheck ? 'stale' : output.text === undefined ? 'removed' : 'written'}: ${output.path}`);
}
for (const failure of failures) console.error(`not generated: ${failure}`);
if (isCheck && stale.length > 0) console.error('Run `npm run generate`.');
process.exitCode = failures.length > 0 || (isCheck && stale.length > 0) ? 1 : 0;

// Renamed into place, so that two runs at once never leave half a file.
function write({ path, text }: Output): void {
  const file = join(projectRoot, path);
  if (text === undefined) {
    rmSync(file);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
