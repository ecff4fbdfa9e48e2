/**
 * `npm run fix-corpus [-- --package NAME,… | package-version=path]`: makes all fixes, unsafe ones too, over the code of the regression corpus, in memory, and
 * asks CPython of each changed file whether it still compiles and whether its tree differs only where its lines do. Exit code 1 where one does not.
 */
import { rules } from '../../rules/index.ts';
import { groupBy } from '../../src/collections/index.ts';
import { DiskTree } from '../../src/discover/index.ts';
import { decodePython } from '../../src/text/decode.ts';
import { runCommand } from '../../tools/command-line.ts';
import { parseArguments } from '../../tools/corpus/arguments.ts';
import { findFolders } from '../../tools/corpus/find-folders.ts';
import type { Folder } from '../../tools/corpus/folder.ts';
import { judgeChanges } from '../fix-fixtures/cpython.ts';
import { fixFolder } from '../fix-fixtures/fix-fixture.ts';

await runCommand(async () => {
  const folders = await findFolders(parseArguments(process.argv.slice(2)), console.error);
  for (const folder of folders) {
    const wrong = await judgeFolder(folder);
    for (const each of wrong) console.log(`  ${each}`);
    if (wrong.length > 0) process.exitCode = 1;
  }
});

async function judgeFolder({ package: name, version, path, exclude = [] }: Folder): Promise<string[]> {
  const disk = new DiskTree(path);
  const { contents, fixed, dropped } = await fixFolder(path, rules, { exclude, respectsGitIgnore: false });
  const changed = [...contents].flatMap(([file, bytes]) => {
    const before = disk.read(file, Number.MAX_SAFE_INTEGER);
    const isPython = /\.pyi?$/.test(file) && before.kind === 'content';
    return isPython ? [{ path: file, before: textOf(before.bytes), after: textOf(bytes) }] : [];
  });
  const judged = judgeChanges(changed);
  const counts = [`${fixed.length} fixed`, `${dropped.length} dropped`, `${contents.size} files`];
  const unreadable = judged.filter((each) => each === null).length;
  console.log(`${name} ${version}: ${counts.join(', ')}, of which CPython cannot read ${unreadable} as they were`);
  const reasons = groupBy(dropped, ({ finding, reason }) => `${finding.rule}: ${reason}`);
  for (const [reason, { length }] of reasons) console.log(`  dropped ${length}: ${reason}`);
  return judged.filter((each) => each !== null && each !== '').map(String);
}

function textOf(bytes: Uint8Array): string {
  const decoded = decodePython(bytes);
  return decoded.kind === 'text' ? decoded.content : '';
}
