/** Objects that limit, guard or count, and that nothing asks where they are kept. */
import {
  type AnnAssign,
  type Assign,
  type Call,
  callKeyword,
  type Expression,
  lastName,
  type Name,
  type Node,
  nodesOf,
} from '#ast';
import type { FactsContext } from '#kit';

/** One that its own file does not touch again. */
export interface IdleGuard {
  /** What it is, by which a reader knows it. */
  readonly what: 'metric' | 'guard' | 'named';
  readonly name: string;
  /** Last name of its class. */
  readonly class: string;
  /** The class by its whole name, where it is made here: it counts where calls of the object ask it. */
  readonly made?: string;
  readonly at: Node;
  /** A local of a function: nobody else can have it. */
  readonly isLocal?: true;
  /** An attribute that nothing in its file reads of what may be its object. */
  readonly isUntouched?: true;
  /** What has to be added for it to do anything, where nobody calls it by name. */
  readonly wanted?: string;
}

const METRICS = /^prometheus_client\.(?:core\.|metrics\.)?(?:Counter|Gauge|Histogram|Summary|Info|Enum)$/;
/** Classes of libraries whose objects do nothing but let in, hold back or refuse who asks them. */
const GUARDS = new RegExp(
  `^(?:${[
    '(?:asyncio|threading|multiprocessing|anyio|trio)\\.(?:\\w+\\.)*(?:(?:Bounded)?Semaphore|R?Lock|CapacityLimiter)',
    '(?:aiolimiter|asyncio_throttle|ratelimiter|pyrate_limiter|slowapi)\\.(?:\\w+\\.)*(?:AsyncLimiter|Limiter|RateLimiter|Throttler)',
    'limits\\.(?:\\w+\\.)*\\w+RateLimiter|(?:pybreaker|aiobreaker|circuitbreaker|purgatory)\\.(?:\\w+\\.)*(?:Async)?CircuitBreaker',
  ].join('|')})$`,
);
/** By what classes say they protect from: a doubt, since nothing else tells a limiter from any other object. */
export const PROTECTION =
  /(?:Limiter|Limit|Breaker|Throttle|Throttler|Validator|Sanitizer|Auditor|AuditLog|AuditLogger|AuditTrail|Watchdog|Guard|Firewall|KillSwitch|Quota|Metrics|MetricsCollector|Deduplicator)$/;

export function idleGuardsIn(file: FactsContext): readonly IdleGuard[] {
  return [...nodesOf(file.module, 'Assign'), ...nodesOf(file.module, 'AnnAssign')].flatMap((statement) => {
    const target = targetOf(statement);
    const { value } = statement;
    const kind = target === undefined || value === undefined ? undefined : kindOf(value, file);
    if (target === undefined || value === undefined || kind === undefined) return [];
    const isLocal = target.kind === 'Name' ? isIdleName(target, file) : false;
    if (
      isLocal === undefined ||
      (isLocal && kind.made !== undefined) ||
      (isLocal && (kind.what === 'metric' || value.kind !== 'Call'))
    )
      return [];
    const name = target.kind === 'Name' ? target.id : target.attr;
    return [
      {
        ...kind,
        name,
        at: target,
        ...(isLocal && { isLocal }),
        ...(isUntouched(target, file) && { isUntouched: true as const }),
        ...wantedBy(value, file),
      },
    ];
  });
}

function kindOf(
  value: Expression,
  { types, names }: FactsContext,
): Pick<IdleGuard, 'what' | 'class' | 'made'> | undefined {
  // Made here, or handed over.
  if (value.kind !== 'Call' && (value.kind !== 'Name' || names.parameterOf(value) === undefined)) return undefined;
  const made = value.kind === 'Call' ? names.qualifiedName(value.func) : undefined;
  const name = types.classOf(value) ?? made ?? '';
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (METRICS.test(made ?? '')) return { what: 'metric', class: last };
  if (GUARDS.test(name)) return { what: 'guard', class: last };
  if (!PROTECTION.test(last)) return undefined;
  // What is built here is asked for by its methods, if it has any.
  return { what: 'named', class: last, ...(value.kind === 'Call' && { made: made ?? name }) };
}

/** Every read of the name in the file is of an object of another class. */
function isUntouched(target: Expression, { module, types, context }: FactsContext): boolean {
  const owner = target.kind === 'Attribute' ? context.classAround(target) : undefined;
  if (owner === undefined || target.kind !== 'Attribute') return false;
  return nodesOf(module, 'Attribute').every(({ attr, ctx, value }) => {
    if (attr !== target.attr || ctx !== 'Load') return true;
    return types.classOf(value) !== undefined && types.classDefOf(value) === undefined;
  });
}

/** Whether it is a local of a function; undefined where the file reads it. */
function isIdleName(target: Name, { names }: FactsContext): boolean | undefined {
  const binding = names.resolve(target);
  if (binding === undefined || names.hasDynamicNames || !binding.references.every(isOnlyKept)) return undefined;
  return binding.scope.kind === 'function' && binding.definitions.every(({ remote }) => !remote);
}

/** `app.state.limiter = limiter` keeps it for the library. */
const isOnlyKept = ({ parent }: Name): boolean =>
  parent?.kind === 'Assign' && parent.targets.every((to) => to.kind === 'Attribute' && lastName(to.value) === 'state');

function targetOf(statement: Assign | AnnAssign): Extract<Node, { kind: 'Name' | 'Attribute' }> | undefined {
  const [target, other] = statement.kind === 'Assign' ? statement.targets : [statement.target];
  if (other !== undefined) return undefined;
  return target?.kind === 'Name' || target?.kind === 'Attribute' ? target : undefined;
}

/** Limits for all routes are counted by a middleware. */
function wantedBy(value: Expression, { names }: FactsContext): Pick<IdleGuard, 'wanted'> {
  const hasDefaults =
    value.kind === 'Call' &&
    names.qualifiedName(value.func)?.startsWith('slowapi.') === true &&
    ['default_limits', 'application_limits'].some((name) => callKeyword(value, name) !== undefined);
  return hasDefaults ? { wanted: 'SlowAPIMiddleware' } : {};
}

/** Extensions of Flask that protect, and only what they were given to. */
const EXTENSIONS =
  /^(?:flask_limiter\.(?:\w+\.)*Limiter|flask_talisman\.(?:\w+\.)*Talisman|flask_wtf\.(?:csrf\.)?C[sS][rR][fF]Protect|flask_seasurf\.(?:\w+\.)*SeaSurf)$/;

/** An extension that is made for no application, by the name under which it is kept. */
export function extensionsWithoutApplication(
  file: FactsContext,
): readonly { readonly name: string; readonly class: string; readonly at: Call }[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const name = file.names.qualifiedName(call.func) ?? '';
    const { parent } = call;
    const [target] = parent?.kind === 'Assign' ? parent.targets : [];
    if (!EXTENSIONS.test(name) || target?.kind !== 'Name') return [];
    if (callKeyword(call, 'app') !== undefined || call.keywords.some(({ arg }) => arg === undefined)) return [];
    const isLimiter = name.endsWith('.Limiter');
    if (call.args.some((given) => !isLimiter || !isFunction(given, file))) return [];
    return [{ name: target.id, class: name.slice(name.lastIndexOf('.') + 1), at: call }];
  });
}

/** `get_remote_address`, a function of the project: what a limiter counts by. */
const isFunction = (given: Expression, { names }: FactsContext): boolean =>
  given.kind === 'Lambda' ||
  names.qualifiedName(given)?.startsWith('flask_limiter.util.') === true ||
  names.definitionOf(given)?.kind === 'FunctionDef';

/** Last names of what `init_app` is asked of; `*` where that is one of several. */
export function initialisedIn({ module, names }: FactsContext): readonly string[] {
  return nodesOf(module, 'Attribute').flatMap(({ attr, value }) => {
    if (attr !== 'init_app') return [];
    const isLocal = value.kind === 'Name' && names.resolve(value)?.scope.kind === 'function';
    const isImported = isLocal && names.resolve(value)?.definitions.every(({ kind }) => kind === 'from-import');
    return [isLocal && isImported !== true ? '*' : (lastName(value) ?? '*')];
  });
}
