import { spawnSync } from 'node:child_process';
import type { Folder } from './folder.ts';

const PROGRAM =
  'import json, sys, sysconfig; print(json.dumps(["%d.%d" % sys.version_info[:2], sysconfig.get_paths()["stdlib"]]))';

/** The standard library of the machine's `python3`, without what was installed into it; undefined where there is none. */
export function findStandardLibrary(): Folder | undefined {
  const { status, stdout } = spawnSync('python3', ['-I', '-S', '-c', PROGRAM], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  // The program above prints nothing else.
  const [version, path] = JSON.parse(stdout) as [string, string];
  return { package: 'cpython', version, path, exclude: ['site-packages/**', 'dist-packages/**'] };
}
