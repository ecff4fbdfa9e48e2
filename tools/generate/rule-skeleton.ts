/** A rule that compiles, and says and finds nothing of sense as yet. */
export function ruleSkeleton(): string {
  return `import { defineSourceRule } from '#kit';

export default defineSourceRule({
  docs: {
    summary: '',
    why: '',
    remedy: '',
    harm: 'breaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [],
    bad: '',
    good: '',
  },
  visit: {
    Call(call, ctx) {
      ctx.report({ at: call, message: '' });
    },
  },
});
`;
}
