/** Whether what packaging says of a distribution takes a file into it. Paths are relative to the distribution's folder. */
import type { FoundPackages, PackageContents } from '../artifacts/index.ts';
import { memoize } from '../collections/index.ts';
import { folderOf, joinPath, PathGlob, pathAndFolders } from '../text/index.ts';

/** Packaging whose files can be determined. */
export type Inclusion = Extract<PackageContents, { readonly kind: 'find' | 'names' | 'paths' }> & {
  readonly roots: readonly string[];
};

/** `isFile` of a path from the same folder. */
export function includesModule(inclusion: Inclusion, path: string, isFile: (path: string) => boolean): boolean {
  switch (inclusion.kind) {
    case 'find': {
      const where = foldersOf(inclusion);
      const around = ['', ...pathAndFolders(path).slice(0, -1)].filter((folder) => where.has(folder));
      return around.some((folder) => isFound(inclusion, folder, path, isFile));
    }
    case 'names': {
      const { folders, stems } = placesOf(inclusion);
      return folders.has(folderOf(path)) || stems.has(path.replace(/\.pyi?$/, ''));
    }
    case 'paths': {
      const { plain, globs } = pathsOf(inclusion);
      return (
        plain.has('') ||
        pathAndFolders(path).some((each) => plain.has(each)) ||
        globs.some((glob) => glob.matches(path))
      );
    }
  }
}

/** Every file of the repository is asked about. */
const foldersOf = memoize(({ where }: FoundPackages): ReadonlySet<string> => new Set(where));

/** `where` is a folder around the path. */
function isFound(found: FoundPackages, where: string, path: string, isFile: (path: string) => boolean): boolean {
  const segments = path.slice(where === '' ? 0 : where.length + 1).split('/');
  const file = segments.pop() ?? '';
  if (segments.length === 0) return found.modules.includes(file.replace(/\.pyi?$/, ''));
  const name = segments.join('.');
  if (!found.namespaces && !segments.every((_, index) => isFile(joinedPath(where, segments.slice(0, index + 1)))))
    return false;
  return (
    (found.include.length === 0 || globsOf(found).include.some((glob) => glob.matches(name))) &&
    !globsOf(found).exclude.some((glob) => glob.matches(name))
  );
}

/** As fnmatch has it, for which a dot is a character like others. */
const globsOf = memoize(({ include, exclude }: FoundPackages) => {
  const globOf = (pattern: string): PathGlob => new PathGlob(pattern.replaceAll('/', '.'));
  return { include: include.map(globOf), exclude: exclude.map(globOf) };
});

const joinedPath = (where: string, segments: readonly string[]): string =>
  [...(where === '' ? [] : [where]), ...segments, '__init__.py'].join('/');

/** Where the packages and the modules that are named stand. */
const placesOf = memoize(({ packages, modules, packageFolders }: Extract<Inclusion, { readonly kind: 'names' }>) => ({
  folders: new Set(packages.map((name) => folderOfPackage(name, packageFolders))),
  stems: new Set(modules.map((name) => joinPath(packageFolders[''] ?? '', name.replaceAll('.', '/')))),
}));

const pathsOf = memoize(({ paths }: Extract<Inclusion, { readonly kind: 'paths' }>) => ({
  plain: new Set(paths.map(({ path }) => path)),
  globs: paths.flatMap(({ path }) => (/[*?[]/.test(path) ? [new PathGlob(path), new PathGlob(`${path}/**`)] : [])),
}));

/** By the longest beginning of its name for which `package_dir` has a folder. */
function folderOfPackage(name: string, folders: Readonly<Record<string, string>>): string | undefined {
  const segments = name.split('.');
  for (let length = segments.length; length >= 0; length--) {
    const folder = folders[segments.slice(0, length).join('.')];
    if (folder !== undefined) return joinPath(folder, segments.slice(length).join('/'));
  }
  return segments.join('/');
}
