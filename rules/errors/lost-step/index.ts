import {
  defineProjectRule,
  factsOfKind,
  functionKey,
  NOT_PRODUCTION,
  type ProjectContext,
  targetKey,
  unpackPlace,
} from '#kit';
import type { Target } from '#project';
import { computedIn, type Fact, giversIn, lostIn } from './lost-calls.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'result that is computed and never used',
    why: 'The step that should use the result is missing, so the computation has no effect on the outcome.',
    remedy: 'Use the result where it belongs, or remove the call',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [563],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def discount(order):\n    return order.total * 0.1 if order.total > 100 else 0\n\ndef price(order):\n    less = discount(order)\n    return order.total\n',
    good: 'def discount(order):\n    return order.total * 0.1 if order.total > 100 else 0\n\ndef price(order):\n    less = discount(order)\n    return order.total - less\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...giversIn(file), ...lostIn(file), ...computedIn(file)],
  check(project, ctx) {
    reportComputed(ctx);
    const givers = new Map(
      factsOfKind(ctx.facts, 'giver').map(({ path, fact }) => [functionKey(path, fact.fn), fact.isEffectFree] as const),
    );
    const isGiver = (other: Target): boolean => givers.has(targetKey(other) ?? '');
    for (const { path, fact } of factsOfKind(ctx.facts, 'lost')) {
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      if (target?.kind !== 'function' || target.function.isAsync !== fact.isAwaited) continue;
      if (!isGiver(target) || !project.holdsForOverrides(target, isGiver)) continue;
      const { qualifiedName, place } = target.function;
      const isOnlyAnswer = givers.get(targetKey(target) ?? '') === true && !fact.isTried;
      if (!isOnlyAnswer && (!fact.hasSiblings || fact.isTried)) continue;
      const name = qualifiedName.slice(target.module.module.length + 1);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.local}\` is computed by \`${name}\` and never used`,
        ...(!isOnlyAnswer && { doubt: 'opaque-callee' }),
        related: [
          {
            path: target.module.path,
            ...place,
            message: isOnlyAnswer ? 'it has no effect but its result' : 'defined here',
          },
        ],
        cause: `${path} ${fact.within} ${qualifiedName}`,
        key: `${fact.within} ${fact.local} ${name}`,
      });
    }
  },
});

function reportComputed(ctx: Pick<ProjectContext<Fact>, 'facts' | 'report'>): void {
  for (const { path, fact } of factsOfKind(ctx.facts, 'computed')) {
    const { what, of, goesOn, doubt } = fact;
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message:
        goesOn === undefined
          ? `\`${what}\` is computed and never used, so \`${of}\` has no effect`
          : `\`${what}\` is computed from \`${of}\` and never used`,
      related: goesOn === undefined ? [] : [{ path, ...unpackPlace(goesOn), message: `\`${of}\` is used unchanged` }],
      doubt,
      key: `${fact.within} ${what}`,
    });
  }
}
