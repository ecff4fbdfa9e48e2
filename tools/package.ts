/** `npm run package`: builds, and packs the tarball that is published (`npm publish auditlint-<version>.tgz`). */
import { join } from 'node:path';
import { packPackage } from './package/pack.ts';
import { projectRoot } from './project-root.ts';
import { buildReleaseTree } from './release/tree.ts';

const tree = join(projectRoot, 'dist-release');
await buildReleaseTree(tree);
const { tarball, packedBytes, unpackedBytes, problems } = packPackage(tree, projectRoot);
console.log(`${tarball}: ${packedBytes} bytes packed, ${unpackedBytes} unpacked`);
for (const problem of problems) console.error(`package: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
