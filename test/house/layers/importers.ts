import type { SourceFile } from 'ts-morph';
import { pathOf, resolve, sourceFiles } from './imports.ts';

const byPath = new Map(sourceFiles.map((file) => [pathOf(file), file]));
const importers = new Map<string, Set<string>>();
for (const file of sourceFiles)
  for (const path of importsOf(file)) importers.set(path, (importers.get(path) ?? new Set()).add(pathOf(file)));

/** The files that ask for what one holds, themselves or through others that are private as it is. */
export function importersOf(path: string, isPrivate: (path: string) => boolean): string[] {
  const met = new Set([path]);
  for (const each of met) if (isPrivate(each)) for (const importer of importers.get(each) ?? []) met.add(importer);
  return [...met].filter((each) => !isPrivate(each));
}

/** The files that hold the names that one imports; an index only passes them on. */
function importsOf(file: SourceFile): string[] {
  return file.getImportDeclarations().flatMap((declaration) => {
    const from = resolve(file, declaration.getModuleSpecifierValue());
    const passing = byPath.get(from)?.getExportDeclarations() ?? [];
    return declaration.getNamedImports().flatMap((imported) => {
      const by = passing.filter(
        (each) =>
          each.isNamespaceExport() || each.getNamedExports().some((passed) => passed.getName() === imported.getName()),
      );
      return by.length === 0
        ? [from]
        : by.map((each) => resolve(each.getSourceFile(), each.getModuleSpecifierValue() ?? ''));
    });
  });
}
