import type { Edit, Finding } from '../../src/findings/index.ts';

/** A finding in the fifth line that carries a fix. */
export function mendable(path: string, edits: readonly Edit[], safety: 'safe' | 'unsafe' = 'unsafe'): Finding {
  return {
    rule: 'time-based-id',
    category: 'data',
    severity: 'P1',
    grading: { harm: 'loses', base: 'P1', reach: 'served', because: '`GET /` runs it' },
    precision: 'high',
    confidence: 'high',
    profile: 'default',
    location: { path, line: 5, column: 12, endLine: 5, endColumn: 13 },
    message: 'two calls in one second get one identifier',
    remedy: 'Draw it at random.',
    related: [],
    flow: [],
    cwe: [],
    fingerprint: 'a:1',
    fix: { title: 'Draw it at random', safety, because: 'what reads it may expect a number', edits },
  };
}
