import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurableRules } from '../../audit/index.ts';
import { lookAt } from '../../discover/index.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { pluginFiles } from '../new-plugin/plugin-files.ts';
import { checkWritable, reasonOf, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint new-plugin NAME`: a package with one rule of one's own, its fixtures and its tests, in a folder of that name. */
export async function newPlugin(packageName: string, io: Io): Promise<ExitCode> {
  const name = await pluginNameOf(packageName);
  const folder = packageName.slice(packageName.indexOf('/') + 1);
  if (lookAt(join(io.cwd, folder)) !== undefined)
    throw new UsageError(`\`${folder}\` already exists; it was not changed`);
  try {
    writeFiles(pluginFiles({ packageName, name }), folder, io);
  } catch (error) {
    // It is ours alone, and half of a package helps nobody.
    rmSync(join(io.cwd, folder), { recursive: true, force: true });
    throw error;
  }
  const stdout = new Writer(io.stdout, io.env);
  stdout.line(`wrote ${folder}: the plug-in \`${name}\` with the rule \`print-as-log\``);
  stdout.line(`  cd ${folder} && npm install && npm test`);
  stdout.line(`  auditlint --plugin ./${folder} --select ${name}`);
  return EXIT.clean;
}

/** Its rules go by this name: `auditlint-plugin-acme` and `@acme/auditlint-plugin-house` are `acme` and `house`. */
async function pluginNameOf(packageName: string): Promise<string> {
  const [, word = ''] = /^(?:@[a-z0-9][a-z0-9._-]*\/)?(?:auditlint-plugin-)?(.*)$/s.exec(packageName) ?? [];
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(word)) {
    throw new UsageError(
      `\`${packageName}\` is not a valid plug-in name; use lower case and hyphens: \`auditlint-plugin-acme\`, \`acme\``,
    );
  }
  const { rules } = await import('../registry.ts');
  const taken = configurableRules(rules).some((rule) => rule.name === word || rule.category === word);
  if (taken) throw new UsageError(`\`${word}\` is the name of a rule or category of auditlint; choose another`);
  return word;
}

function writeFiles(files: ReturnType<typeof pluginFiles>, folder: string, { cwd }: Io): void {
  for (const [path, text] of files) {
    const file = join(cwd, folder, path);
    makeFolder(dirname(file), folder);
    checkWritable(file, join(folder, path), [cwd]);
    writeOutputFile(file, join(folder, path), text, [cwd]);
  }
}

function makeFolder(folder: string, shownAs: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(`cannot create the folder \`${shownAs}\`: ${reasonOf(cause)}`, { cause });
  }
}
