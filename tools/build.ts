/** `npm run build`: dist/ as it is published. */
import { join } from 'node:path';
import { buildDist } from './build/dist.ts';
import { projectRoot } from './project-root.ts';

await buildDist(join(projectRoot, 'dist'));
