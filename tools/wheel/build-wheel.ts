import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { installHatchling } from '../release/tools.ts';

/** What of a release tree the program needs to run. */
const RUN = ['bin', 'dist', 'schema', 'package.json'];

/**
 * Builds the wheel of a release tree into `folder`, by way of a source folder that is made at `source`; returns its path. The
 * same tree gives the same bytes: hatchling orders the files and gives all of them one time.
 */
export function buildWheel(tree: string, source: string, folder: string): string {
  cpSync(join(projectRoot, 'python'), source, { recursive: true, filter: (path) => !path.endsWith('__pycache__') });
  const program = join(source, 'auditlint/package');
  mkdirSync(program);
  for (const name of RUN) cpSync(join(tree, name), join(program, name), { recursive: true, filter: isRun });
  for (const name of ['LICENSE', 'README.md']) cpSync(join(tree, name), join(source, name));
  const { version } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as { version: string };
  const settings = join(source, 'pyproject.toml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('version = "0.0.0"', `version = "${version}"`));
  execFileSync(installHatchling(), ['build', '-t', 'wheel', '-d', folder], {
    cwd: source,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(folder, `auditlint-${version}-py3-none-any.whl`);
}

/** Types are for programs that import the package from npm. */
const isRun = (path: string): boolean => !/[\\/]dist[\\/]types$/.test(path);
