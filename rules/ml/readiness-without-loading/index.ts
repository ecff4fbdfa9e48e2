import { booleanConstant, nameOfPlace, wordsOfName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';
import { doubleOrHook } from '../_shared/double-or-hook.ts';
import { blindProbes, workBelow } from './readiness.ts';
import { CLAIMS, claimsWork, doesWork, doubtOfHook, isGlobal, leftOutAbove } from './work-done.ts';

export default defineSourceRule({
  docs: {
    summary: 'false readiness: the service reports ready although nothing was loaded or checked',
    why: 'A readiness probe that reads this flag reports the service as ready too early. Requests then arrive and can fail.',
    remedy:
      'Set the flag from the result of the loading or the check, or remove it until there is something to load or check',
    harm: 'misleads',
    severity: {
      'flag set without the work': 'P0',
      'probe that checks nothing': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '#1' }],
    bad: 'class Service:\n    def load_model(self):\n        self.model = None\n        self.model_loaded = True\n',
    good: 'import torch\n\nclass Service:\n    def load_model(self):\n        self.model = torch.jit.load(self.path)\n        self.model_loaded = True\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module(_, ctx) {
      for (const { at, says, related } of blindProbes(ctx))
        ctx.report({ at, message: says, related, kind: 'probe that checks nothing' });
    },
    Assign(assignment, ctx) {
      if (booleanConstant(assignment.value) !== true) return;
      const [target] = assignment.targets;
      const fn = ctx.context.defAround(assignment);
      const flag = target === undefined ? undefined : nameOfPlace(target);
      if (fn === undefined || target === undefined || flag === undefined) return;
      if (target.kind === 'Name' && !isGlobal(target.id, assignment, ctx)) return;
      const below = CLAIMS.has(wordsOfName(flag).at(-1) ?? '') ? workBelow(assignment, ctx) : undefined;
      if (below !== undefined) {
        ctx.report({
          at: assignment,
          message: `false readiness: \`${fn.name}\` sets \`${ctx.text.slice(target)}\` before the work is done, and does not reset it on failure`,
          related: [{ at: below, message: 'a failure here is caught' }],
        });
        return;
      }
      if (!claimsWork(fn, flag)) return;
      const left = leftOutAbove(assignment, fn, ctx);
      if (left === undefined && doesWork(fn, assignment, ctx)) return;
      const open = doubleOrHook(fn, ctx);
      if (open?.proof !== undefined) {
        ctx.proven({ at: assignment, by: open.proof });
        return;
      }
      ctx.report({
        at: assignment,
        doubt: open?.doubt ?? doubtOfHook(fn, ctx),
        ...(left !== undefined && { related: [{ at: left.at, message: 'the call is commented out' }] }),
        message:
          left !== undefined
            ? `false readiness: \`${fn.name}\` sets \`${ctx.text.slice(target)}\`, but the call of \`${left.name}\` above is commented out`
            : `false readiness: \`${fn.name}\` sets \`${ctx.text.slice(target)}\`, but calls nothing that could load or check`,
      });
    },
  },
});
