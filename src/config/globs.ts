import { leadsOut, PathGlob, relativePath } from '../text/index.ts';

/**
 * Compiles globs that are relative to `folder` to a test of absolute paths. A pattern that matches a folder covers all
 * below it.
 */
export function compileGlobs(folder: string, patterns: readonly string[]): (absolutePath: string) => boolean {
  const globs = patterns.map((pattern) => new PathGlob(pattern.replace(/^\.?\//, '').replace(/(?<!\/)\/+$/, '')));
  return (absolutePath) => {
    const path = relativePath(folder, absolutePath);
    if (leadsOut(path)) return false;
    return prefixesOf(path).some((prefix) => globs.some((glob) => glob.matches(prefix)));
  };
}

function prefixesOf(path: string): string[] {
  const prefixes = [path];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    prefixes.push(path.slice(0, slash));
  }
  return prefixes;
}
