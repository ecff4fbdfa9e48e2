import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import { type Call, nodesOf } from '#kit/code';
import type { LocatedClass, ModuleSummary, ProjectModel, SummaryPlace } from '#kit/project';

/** A metric that its own file makes and never touches again. */
interface Metric {
  readonly name: string;
  readonly place: PackedPlace;
}

const METRICS = /^prometheus_client\.(?:core\.|metrics\.)?(?:Counter|Gauge|Histogram|Summary|Info|Enum)$/;
/** By what classes say they protect from: a guess, which holds back, since nothing else tells a limiter from any other object. */
const PROTECTION =
  /(?:Limiter|Limit|Breaker|Throttle|Throttler|Validator|Sanitizer|Auditor|AuditLog|AuditLogger|AuditTrail|Watchdog|Guard|Firewall|KillSwitch|Quota|Metrics|MetricsCollector|Deduplicator)$/;

export default defineProjectRule<Metric>({
  docs: {
    summary: 'limit, audit or metric that is built and never fed',
    why: 'The object is there and looks as though it protected or counted, but nothing in production ever calls it.',
    remedy: 'Call it where the work is done, or remove it.',
    harm: 'lies',
    ceiling: 'P3',
    precision: 'low',
    profile: 'strict',
    harmsUnrun: true,
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: '# path: shop/limits.py\nclass RateLimiter:\n    def __init__(self, rate):\n        self.rate = rate\n\n    def admit(self, client):\n        return client.calls < self.rate\n\n# path: shop/app.py\nfrom shop.limits import RateLimiter\n\nlimiter = RateLimiter(10)\n\ndef order(client, cart):\n    return cart.buy(client)\n',
    good: '# path: shop/limits.py\nclass RateLimiter:\n    def __init__(self, rate):\n        self.rate = rate\n\n    def admit(self, client):\n        return client.calls < self.rate\n\n# path: shop/app.py\nfrom shop.limits import RateLimiter\n\nlimiter = RateLimiter(10)\n\ndef order(client, cart):\n    if not limiter.admit(client):\n        raise PermissionError(client)\n    return cart.buy(client)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: metricsIn,
  check(project, ctx) {
    const production = project.modules.filter(({ roles }) => !roles.some((role) => NOT_PRODUCTION.includes(role)));
    const tests = project.modules.filter(({ roles }) => roles.includes('test'));
    const read = namesRead(production);
    for (const { path, fact } of ctx.facts) {
      if (read.has(fact.name)) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `the metric \`${fact.name}\` is registered and never counted${namesRead(tests).has(fact.name) ? ' but in tests' : ''}`,
        cause: `${path} metrics`,
        remedy: 'Count it where the work is done, or remove it.',
        ...(isTakenWhole(path, project) && { heldBack: 'all names of its module are taken together, maybe this one' }),
        key: `metric ${fact.name}`,
      });
    }
    for (const built of protectionsBuilt(production, project)) reportBuilt(built, read, namesRead(tests), ctx.report);
  },
});

/** `from shop.metrics import *`, `getattr(metrics, name)`. */
function isTakenWhole(path: string, project: ProjectModel): boolean {
  const module = project.moduleByPath(path);
  const importers = module === undefined ? [] : project.importersOf(module).map(({ from }) => from);
  return importers.some(
    ({ attributeReads, imports }) => attributeReads.includes('*') || imports.some(({ name }) => name === '*'),
  );
}

interface Built {
  readonly found: LocatedClass;
  readonly path: string;
  readonly place: SummaryPlace;
  /** Modules that make it, import it or define it. */
  readonly company: readonly ModuleSummary[];
}

type Report = Parameters<NonNullable<Parameters<typeof defineProjectRule>[0]['check']>>[1]['report'];

function reportBuilt(
  { found, path, place, company }: Built,
  read: ReadonlySet<string>,
  inTests: ReadonlySet<string>,
  report: Report,
): void {
  const methods = found.class.methods.filter((name) => !name.startsWith('_'));
  const isEntered = found.class.methods.some((name) => ENTERED.has(name));
  if (methods.length === 0 || isEntered) return;
  const near = namesRead(company);
  if (methods.some((name) => near.has(name))) return;
  const isCertain = !near.has('*') && !methods.some((name) => read.has(name));
  const name = found.class.qualifiedName.slice(found.class.qualifiedName.lastIndexOf('.') + 1);
  const byTests = methods.some((method) => inTests.has(method)) ? ' but in tests' : '';
  report({
    at: { path, ...place },
    message: `\`${name}\` is built here and none of its methods is ever called${byTests}`,
    cause: found.class.qualifiedName,
    heldBack: isCertain
      ? 'that it protects is told by the name of its class'
      : 'what is called elsewhere, by one of these names or by a computed one, may be its method',
    related: [
      {
        path: found.module.path,
        ...found.class.place,
        message: `it offers ${methods
          .slice(0, 3)
          .map((each) => `\`${each}\``)
          .join(', ')}`,
      },
    ],
    key: `built ${found.class.qualifiedName}`,
  });
}

/** What Python itself calls. */
const ENTERED: ReadonlySet<string> = new Set([
  '__call__',
  '__enter__',
  '__aenter__',
  '__get__',
  '__getattr__',
  '__iter__',
  'dispatch',
  'emit',
  'process_request',
]);

function protectionsBuilt(production: readonly ModuleSummary[], project: ProjectModel): readonly Built[] {
  const built = new Map<string, Built>();
  const inProduction = new Set(production);
  const classesWith = countMethods(project);
  for (const module of production) {
    const made = [module.body, ...module.functions].flatMap(({ constructs }) => constructs);
    for (const { class: name, place } of made) {
      if (!PROTECTION.test(name)) continue;
      const found = project.resolve(name, module);
      if (found.kind !== 'class' || found.module.role === 'test' || !isOwnWhole(found, project)) continue;
      const known = built.get(found.class.qualifiedName);
      const importers = project.importersOf(found.module).map(({ from }) => from);
      const company = [
        ...(known?.company ?? [found.module, ...importers]),
        module,
        ...project.importersOf(module).map(({ from }) => from),
      ];
      // A call of a name that no other class has can be of none but this one, by whatever way it got there.
      const ownNames = found.class.methods.filter((method) => classesWith.get(method) === 1);
      if (ownNames.length > 0)
        company.push(
          ...production.filter(({ attributeReads }) => ownNames.some((name) => attributeReads.includes(name))),
        );
      const isProduction = company.filter((each) => inProduction.has(each));
      built.set(found.class.qualifiedName, {
        found,
        path: known?.path ?? module.path,
        place: known?.place ?? place,
        company: isProduction,
      });
    }
  }
  return [...built.values()];
}

/** How many classes have a method of a name. */
function countMethods({ modules }: ProjectModel): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { methods } of modules.flatMap(({ classes }) => classes))
    for (const method of new Set(methods)) counts.set(method, (counts.get(method) ?? 0) + 1);
  return counts;
}

/** Nothing that it derives from, or that derives from it, may call its methods; no decorator hands it on. */
function isOwnWhole(found: LocatedClass, project: ProjectModel): boolean {
  const { bases, decorators, isDynamic, isConditional } = found.class;
  const isPlain = bases.every((base) => base === 'object' || base === 'builtins.object' || base === 'abc.ABC');
  return (
    isPlain &&
    decorators.length === 0 &&
    isDynamic !== true &&
    isConditional !== true &&
    project.derivedFrom(found).length === 0
  );
}

/** Attributes, and names that are imported from other modules. */
function namesRead(modules: readonly ModuleSummary[]): Set<string> {
  return new Set(
    modules.flatMap(({ attributeReads, imports }) => [...attributeReads, ...imports.flatMap(({ name }) => name ?? [])]),
  );
}

function metricsIn(file: FactsContext): Metric[] {
  return nodesOf(file.module, 'Call').flatMap((call): Metric[] => {
    if (!METRICS.test(file.names.qualifiedName(call.func) ?? '')) return [];
    const target = targetOf(call);
    if (target?.kind === 'Attribute') return [{ name: target.attr, place: packPlace(file, target) }];
    if (target?.kind !== 'Name') return [];
    const binding = file.names.resolve(target);
    if (binding === undefined || binding.references.length > 0 || binding.scope.kind === 'function') return [];
    return [{ name: target.id, place: packPlace(file, target) }];
  });
}

function targetOf(call: Call): Extract<Call['parent'], { kind: 'Name' | 'Attribute' }> | undefined {
  const { parent } = call;
  const target =
    parent?.kind === 'Assign' && parent.targets.length === 1
      ? parent.targets[0]
      : parent?.kind === 'AnnAssign'
        ? parent.target
        : undefined;
  return target?.kind === 'Name' || target?.kind === 'Attribute' ? target : undefined;
}
