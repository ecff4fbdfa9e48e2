import { PathGlob } from './path-glob.ts';

/**
 * A glob as settings write it, to be held against a path and the folders above it. Without a slash it fits a name in any
 * folder, with one it is relative to the folder of the settings. What it says of a folder holds for all in it, so that `/`
 * and `/**` at its end say nothing more.
 */
export function settingsGlob(written: string): PathGlob {
  const pattern = written.replace(/^\.(?=\/)/, '').replace(/(?<!\/)\/+$/, '');
  if (pattern.startsWith('/')) return new PathGlob(pattern.slice(1));
  if (!pattern.includes('/')) return new PathGlob(`**/${pattern}`);
  return new PathGlob(pattern.endsWith('/**') ? pattern.slice(0, -3) : pattern);
}
