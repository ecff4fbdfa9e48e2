/** Part of `npm run check`: the ten rules with the most code, their private parts counted. `test/house/sizes.test.ts` has the limit. */
import { ruleSizes } from './heaviest/rule-sizes.ts';
import { projectRoot } from './project-root.ts';

console.log('heaviest rules:');
for (const { path, lines } of ruleSizes(projectRoot).slice(0, 10))
  console.log(`  ${String(lines).padStart(5)} lines  ${path}`);
