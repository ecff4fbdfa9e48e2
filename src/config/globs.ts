import { leadsOut, relativePath, settingsGlob } from '../text/index.ts';

/** Compiles the globs of settings that are in `folder` to a test of absolute paths. */
export function compileGlobs(folder: string, patterns: readonly string[]): (absolutePath: string) => boolean {
  const globs = patterns.map(settingsGlob);
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
