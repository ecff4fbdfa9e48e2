import { defineProjectRule, factsOfKind, functionKey, NOT_PRODUCTION, unpackPlace } from '#kit';
import { isNamedInText, isWired } from '#kit/web';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { type BuiltProtection, namesRead, protectionsBuilt } from './built-protections.ts';
import { whyReadUnseen } from './hidden-readers.ts';
import { type Context, type Fact, factsIn, IDLE, isCallable } from './protections.ts';
import { setElsewhere } from './told-answers.ts';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'limit, audit or metric that is built and never fed',
    why: 'The object is there and looks as though it protected or counted, but nothing in production ever calls it.',
    remedy: 'Call it where the work is done, or remove it.',
    harm: 'lies',
    severity: {
      'protection that nothing uses': 'P1',
      'answer that never changes': 'P2',
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
    reportUntold(project, read, ctx);
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
    const byTests = inTests.has(name) ? ' but in tests' : '';
    const isMetric = what === 'metric';
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: isMetric
        ? `the metric \`${name}\` is registered and never counted${byTests}`
        : `the \`${fact.class}\` is kept as \`${name}\` and never asked${byTests}`,
      cause: `${path} ${isMetric ? 'metrics' : name}`,
      ...(isMetric && { remedy: 'Count it where the work is done, or remove it.' }),
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
      message: `\`${fact.name}\`, a \`${fact.class}\`, is given no application, so it protects none`,
      remedy: `Call \`${fact.name}.init_app(app)\` where the application is made.`,
      doubt: initialised.has('*') ? 'external-use' : undefined,
      key: `extension ${fact.name}`,
    });
  }
}

/** Questions whose answer never changes, since nobody calls what changes it. */
function reportUntold(project: ProjectModel, read: ReadonlySet<string>, ctx: Context): void {
  const told = new Map(factsOfKind(ctx.facts, 'told').map(({ path, fact }) => [functionKey(path, fact.fn), fact]));
  for (const { path, fact } of told.size === 0 ? [] : factsOfKind(ctx.facts, 'asked')) {
    const from = project.moduleByPath(path);
    const target = from === undefined ? undefined : project.follow(fact.path, from);
    if (target?.kind !== 'object') continue;
    const { qualifiedName, place } = target.class;
    const answer = told.get(functionKey(target.module.path, `${qualifiedName}.${fact.member}`));
    if (answer === undefined || answer.tellers.some((name) => read.has(name))) continue;
    const tellers = answer.tellers.map((each) => `\`${each}\``).join(', ');
    ctx.report({
      at: { path, ...unpackPlace(fact.place) },
      message: `\`${fact.member}\` always answers the same: nothing in production calls ${tellers}`,
      remedy: 'Call it where what it is to be told happens.',
      cause: qualifiedName,
      kind: 'answer that never changes',
      doubt: setElsewhere(answer.attribute, target.module, project),
      related: [{ path: target.module.path, ...place, message: `\`${answer.attribute}\` is set by ${tellers} alone` }],
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
          ? `the middleware \`${fact.name}\` is added nowhere, so no request passes it`
          : `no route depends on \`${fact.name}\`, so it refuses nobody`,
      remedy: `${fact.what === 'middleware' ? 'Add it to the application' : 'Let the routes that it is for depend on it'}, or remove it.`,
      related: isListed ? [{ ...at, message: 'it is defined here' }] : [],
      ...(isOffered && { doubt: 'external-use' }),
      key: `${fact.what} ${fact.name}`,
    });
  }
}

function reportBuilt(
  { found, path, place, company }: BuiltProtection,
  read: ReadonlySet<string>,
  inTests: ReadonlySet<string>,
  beside: ReadonlyMap<string, readonly string[]>,
  report: Context['report'],
): void {
  const methods = found.class.methods.filter((name) => !name.startsWith('_'));
  if (methods.length === 0) return;
  const others = company.filter((each) => each !== found.module);
  const near = new Set([...namesRead(others), ...(beside.get(found.module.path) ?? [])]);
  if (methods.some((name) => near.has(name))) return;
  const isCertain = !near.has('*') && !methods.some((name) => read.has(name));
  const name = found.class.qualifiedName.split('.').at(-1);
  const byTests = methods.some((method) => inTests.has(method)) ? ' but in tests' : '';
  report({
    at: { path, ...place },
    message: `\`${name}\` is built here and none of its methods is ever called${byTests}`,
    cause: found.class.qualifiedName,
    kind: IDLE,
    doubt: isCertain ? 'role-from-name' : 'external-use',
    related: [
      {
        path: found.module.path,
        ...found.class.place,
        message: `it offers \`${methods.slice(0, 3).join('`, `')}\``,
      },
    ],
    key: `built ${found.class.qualifiedName}`,
  });
}
