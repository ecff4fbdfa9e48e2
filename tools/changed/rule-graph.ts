import { relative } from 'node:path';
import { build } from 'esbuild';
import { groupBy } from '../../src/collections/index.ts';
import { findRuleFiles } from '../generate/rule-files.ts';
import { projectRoot } from '../project-root.ts';

/** For a file of the sources, the names of the rules that import it, over any number of files. */
export type RulesReaching = (path: string) => readonly string[];

/** Reads the imports of all rules and of what they import, types left out: who only names a type runs nothing of it. */
export async function readRuleGraph(): Promise<RulesReaching> {
  const files = findRuleFiles(projectRoot);
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: files.map(({ path }) => path),
    bundle: true,
    write: false,
    outdir: 'unwritten',
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  const imports = Object.entries(metafile.inputs).flatMap(([from, input]) =>
    input.imports.filter(({ external }) => external !== true).map(({ path }) => ({ from, to: path })),
  );
  const importers = groupBy(imports, ({ to }) => to);
  const names = new Map(files.map(({ name, path }) => [relative(projectRoot, path).replaceAll('\\', '/'), name]));
  return (path) => {
    const reached = new Set([path]);
    for (const each of reached) for (const { from } of importers.get(each) ?? []) reached.add(from);
    return [...reached].flatMap((each) => names.get(each) ?? []).sort();
  };
}
