/**
 * `npm run release:tree -- [folder] [--repository https://github.com/OWNER/NAME]`: the folder that a version tag points to;
 * dist-release unless one is named.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './project-root.ts';
import { buildReleaseTree } from './release/tree.ts';

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { repository: { type: 'string' } } });
  const [folder = join(projectRoot, 'dist-release'), ...others] = positionals;
  if (others.length > 0) throw new Error('one folder at most');
  await buildReleaseTree(resolve(folder), values);
  console.log(resolve(folder));
} catch (error) {
  console.error(`release:tree: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
