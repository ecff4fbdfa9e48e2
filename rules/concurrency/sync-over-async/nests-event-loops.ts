import { defineQuestion } from '#kit';
import type { Answer } from '#project';
import { isProduction } from '#project/production';

/** Does production code of the project patch asyncio so that loops start within loops (`nest_asyncio`)? */
export const nestsEventLoops = defineQuestion<null>(
  'nests-event-loops',
  () => 'the project lets event loops start within others',
  (_, { modules }) => {
    let verdict: Answer['verdict'] = 'no';
    for (const module of modules.filter(isProduction)) {
      const nesting = module.imports.filter((imported) => /^nest_asyncio\d?$/.test(imported.module));
      const sure = nesting.find(({ when }) => when === 'import-time');
      if (sure !== undefined) {
        const at = { path: module.path, ...sure.place, message: 'event loops are made to nest here' };
        return { verdict: 'yes', evidence: [at] };
      }
      // Nobody knows whether the function around it is ever called.
      if (nesting.length > 0) verdict = 'unknown';
    }
    return { verdict, evidence: [] };
  },
);
