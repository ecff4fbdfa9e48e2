/** `npm run package`: builds, and packs the tarball that is published (`npm publish auditlint-<version>.tgz`). */
import { packPackage } from './package/pack.ts';
import { projectRoot } from './project-root.ts';

const { tarball, packedBytes, unpackedBytes, problems } = packPackage(projectRoot);
console.log(`${tarball}: ${packedBytes} bytes packed, ${unpackedBytes} unpacked`);
for (const problem of problems) console.error(`package: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
