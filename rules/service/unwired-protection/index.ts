import { defineProjectRule, factsOfKind, functionKey, NOT_PRODUCTION, unpackPlace } from '#kit';
import { isNamedInText, isWired } from '#kit/web';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { listedCode } from '#text/wording';
import { type BuiltProtection, namesRead, protectionsBuilt } from './built-protections.ts';
import { whyReadUnseen } from './hidden-readers.ts';
import { type Context, type Fact, factsIn, IDLE, isCallable } from './protections.ts';
import { setElsewhere } from './state-queries.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'dead code: limiter, audit log or metric that is never used',
    why: 'The code looks as if it protected or counted something, but nothing in production calls it.',
    remedy: 'Use it where the work is done, or remove it',
    harm: 'misleads',
    severity: {
      'protection that nothing uses': 'P1',
      'result that never changes': 'P2',
      'metric, lock or object that nothing calls': 'P3',
    },
    precision: 'low',
    harmsUnrun: true,
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: '# path: shop/limits.py\nclass RateLimiter:\n    def __init__(self, rate):\n        self.rate = rate\n\n    def admit(self, client):\n        return client.calls < self.rate\n\n# path: shop/app.py\nfrom shop.limits import RateLimiter\n\nlimiter = RateLimiter(10)\n\ndef order(client, cart):\n    return cart.buy(client)\n',
    good: '# path: shop/limits.py\nclass RateLimiter:\n    def __init__(self, rate):\n        self.rate = rate\n\n    def admit(self, client):\n        return client.calls < self.rate\n\n# path: shop/app.py\nfrom shop.limits import RateLimiter\n\nlimiter = RateLimiter(10)\n\ndef order(client, cart):\n    if not limiter.admit(client):\n        raise PermissionError(client)\n    return cart.buy(client)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: factsIn,
  check(project, ctx) {
    const production = project.modules.filter(({ roles }) => !roles.some((role) => NOT_PRODUCTION.includes(role)));
    const read = namesRead(production);
    const inTests = namesRead(project.modules.filter(({ roles }) => roles.includes('test')));
    reportIdle(project, production, inTests, ctx);
    reportExtensions(ctx);
    reportUnwired(project, read, ctx);
    reportHooks(production, project, ctx);
    const beside = new Map(factsOfKind(ctx.facts, 'beside').map(({ path, fact }) => [path, fact.names] as const));
    for (const built of protectionsBuilt(production, project)) reportBuilt(built, read, inTests, beside, ctx.report);
  },
});

function reportIdle(
  project: ProjectModel,
  production: readonly ModuleSummary[],
  inTests: ReadonlySet<string>,
  ctx: Context,
): void {
  const read = namesRead(production);
  for (const { path, fact } of factsOfKind(ctx.facts, 'idle')) {
    const { name, what, wanted, isLocal } = fact;
    const others = fact.isUntouched === true ? namesRead(production.filter((each) => each.path !== path)) : read;
    if ((isLocal !== true && others.has(name)) || (wanted !== undefined && read.has(wanted))) continue;
    if (fact.made !== undefined && !isCallable(fact.made, path, project)) continue;
    const byTests = inTests.has(name) ? ' outside tests' : '';
    const isMetric = what === 'metric';
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: isMetric
        ? `the metric \`${name}\` is registered but never updated${byTests}`
        : `the \`${fact.class}\` in \`${name}\` is never used${byTests}`,
      cause: `${path} ${isMetric ? 'metrics' : name}`,
      ...(isMetric && { remedy: 'Update it where the work is done, or remove it' }),
      // What a lock was for mostly needs none, or has another by now.
      kind: what !== 'guard' || /^R?Lock$/.test(fact.class) ? IDLE : undefined,
      doubt: whyReadUnseen(path, project) ?? (what === 'named' ? 'role-from-name' : undefined),
      key: `${what} ${name}`,
    });
  }
}

function reportExtensions(ctx: Context): void {
  const initialised = new Set(factsOfKind(ctx.facts, 'initialised').map(({ fact }) => fact.name));
  for (const { path, fact } of factsOfKind(ctx.facts, 'extension')) {
    if (initialised.has(fact.name)) continue;
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `the \`${fact.class}\` \`${fact.name}\` is never attached to an application, so it protects nothing`,
      remedy: `Call \`${fact.name}.init_app(app)\` where the application is created`,
      doubt: initialised.has('*') ? 'external-use' : undefined,
      key: `extension ${fact.name}`,
    });
  }
}

/** Questions whose answer never changes, since nobody calls what changes it. */
function reportUnwired(project: ProjectModel, read: ReadonlySet<string>, ctx: Context): void {
  const known = new Map(factsOfKind(ctx.facts, 'query').map(({ path, fact }) => [functionKey(path, fact.fn), fact]));
  for (const { path, fact } of known.size === 0 ? [] : factsOfKind(ctx.facts, 'asked')) {
    const from = project.moduleByPath(path);
    const target = from === undefined ? undefined : project.follow(fact.path, from);
    if (target?.kind !== 'object') continue;
    const { qualifiedName, place } = target.class;
    const answer = known.get(functionKey(target.module.path, `${qualifiedName}.${fact.member}`));
    if (answer === undefined || answer.tellers.some((name) => read.has(name))) continue;
    const tellers = listedCode(answer.tellers);
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${fact.member}\` always returns the same result: nothing in production calls ${tellers}`,
      remedy: 'Call it where the event happens',
      cause: qualifiedName,
      kind: 'result that never changes',
      doubt: setElsewhere(answer.attribute, target.module, project),
      related: [{ path: target.module.path, ...place, message: `\`${answer.attribute}\` is set only by ${tellers}` }],
      key: `untold ${qualifiedName}.${fact.member}`,
    });
  }
}

/** Middleware that is added nowhere, and functions that refuse requests on which no route depends. */
function reportHooks(production: readonly ModuleSummary[], project: ProjectModel, ctx: Context): void {
  const idle = factsOfKind(ctx.facts, 'idle-import').map(({ path, fact }) => ({ path, ...fact }));
  const [list] = factsOfKind(ctx.facts, 'list');
  const isServed = list !== undefined || production.some(({ serves }) => serves);
  for (const { path, fact } of isServed ? factsOfKind(ctx.facts, 'hook') : []) {
    if (isWired(fact, idle, production) || isNamedInText(path, production)) continue;
    const isListed = fact.what === 'middleware' && list !== undefined;
    const at = { path, ...unpackPlace(fact.place) };
    const module = project.moduleByPath(path)?.module ?? '';
    const isOffered =
      !isListed && fact.what === 'middleware' && project.answer({ kind: 'is-packaged', module }).verdict === 'yes';
    ctx.report({
      at: isListed ? { path: list.path, ...unpackPlace(list.fact.place) } : at,
      message:
        fact.what === 'middleware'
          ? `the middleware \`${fact.name}\` is never added to the application, so it sees no request`
          : `no route depends on \`${fact.name}\`, so it never rejects a request`,
      remedy: `${fact.what === 'middleware' ? 'Add it to the application' : 'Add it as a dependency of the routes that need it'}, or remove it`,
      related: isListed ? [{ ...at, message: 'the middleware is defined here' }] : [],
      ...(isOffered && { doubt: 'external-use' }),
      key: `${fact.what} ${fact.name}`,
    });
  }
}

function reportBuilt(
  { found, path, place, relatedModules }: BuiltProtection,
  read: ReadonlySet<string>,
  inTests: ReadonlySet<string>,
  beside: ReadonlyMap<string, readonly string[]>,
  report: Context['report'],
): void {
  const methods = found.class.methods.filter((name) => !name.startsWith('_'));
  if (methods.length === 0) return;
  const others = relatedModules.filter((each) => each !== found.module);
  const near = new Set([...namesRead(others), ...(beside.get(found.module.path) ?? [])]);
  if (methods.some((name) => near.has(name))) return;
  const isCertain = !near.has('*') && !methods.some((name) => read.has(name));
  const name = found.class.qualifiedName.split('.').at(-1);
  const byTests = methods.some((method) => inTests.has(method)) ? ' outside tests' : '';
  report({
    at: { path, ...place },
    message: `\`${name}\` is created here, but none of its methods is ever called${byTests}`,
    cause: found.class.qualifiedName,
    kind: IDLE,
    doubt: isCertain ? 'role-from-name' : 'external-use',
    related: [{ path: found.module.path, ...found.class.place, message: `it defines ${listedCode(methods, 3)}` }],
    key: `built ${found.class.qualifiedName}`,
  });
}
