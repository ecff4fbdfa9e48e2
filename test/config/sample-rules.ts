import { z } from 'zod';
import type { ConfigurableRule } from '../../src/config/index.ts';
import type { RuleDocs } from '../../src/findings/index.ts';

/** A handful of rules with every trait that configuration looks at. */
export const sampleRules: readonly ConfigurableRule[] = [
  rule('errors/bare-except', { severity: 'P0' }),
  rule('errors/swallowed-exception', { severity: 'P2' }),
  rule(
    'memory/unbounded-cache',
    { severity: 'P1' },
    z.object({ maxEntries: z.number().int().min(1).default(1000), names: z.array(z.string()).default([]) }),
  ),
  rule('timing/sleep-polling', { severity: 'P3', precision: 'low' }),
  rule('timing/time-based-id', { severity: 'P2' }),
];

function rule(path: string, docs: Partial<RuleDocs>, options?: z.ZodObject): ConfigurableRule {
  const [category = '', name = ''] = path.split('/');
  return {
    name,
    category,
    options,
    docs: {
      summary: `summary of ${name}`,
      why: 'It harms.',
      remedy: 'Change it.',
      harm: 'loses',
      severity: 'P1',
      precision: 'high',
      since: '0.1.0',
      cwe: [],
      origin: [],
      bad: '',
      good: '',
      ...docs,
    },
  };
}
