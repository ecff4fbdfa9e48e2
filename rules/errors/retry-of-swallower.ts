import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  functionKey,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  targetKey,
  unpackPlace,
} from '#kit';
import {
  type Call,
  callKeyword,
  callsWithin,
  type Decorator,
  decoratorsOf,
  defsOf,
  headerSpan,
  holdsInOwnCode,
  isWithin,
  lastName,
  nameSpan,
  nodesOf,
  type Stmt,
} from '#kit/code';
import { type Retry, type Swallower, swallowerIn } from '#kit/errors';
import type { Target } from '#kit/project';

/** Decorators that call again where an exception comes out. */
const RETRIES: ReadonlySet<string> = new Set([
  'tenacity.retry',
  'backoff.on_exception',
  'retrying.retry',
  'retry.retry',
  'retry.api.retry',
  'stamina.retry',
  'retry2.retry',
]);
/** Runners of tasks, whose decorators say by an argument what is called again. */
const RUNNERS: ReadonlySet<string> = new Set('airflow celery dagster dramatiq huey modal prefect'.split(' '));
const CALLED_AGAIN: ReadonlySet<string> = new Set(['autoretry_for', 'retry_policy', 'retries']);
/** Arguments that look at the result as well. */
const BY_RESULT = ['retry', 'retry_on_result', 'result_timeout'];

type Fact =
  /** A function out of which no failure comes, with the handler that takes them. */
  | { readonly kind: 'swallower'; readonly fn: string; readonly handler: PackedPlace; readonly guess: string }
  | {
      readonly kind: 'decorated';
      readonly name: string;
      readonly decorator: string;
      readonly place: PackedPlace;
      readonly handler: PackedPlace;
      readonly retry: PackedPlace;
      readonly guess: string;
    }
  /** A loop, or a function with such a decorator, that tries one function of the project. */
  | {
      readonly kind: 'hands-on';
      readonly by: string;
      readonly path: string;
      readonly place: PackedPlace;
      readonly within: string;
      readonly guess: string;
    };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'retry around a function that swallows what could be retried',
    why: 'No exception comes out of the function, so the first failure is taken for a success and the retry never happens.',
    remedy: 'Let the function raise, and handle the failure where the last attempt has failed.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [755, 390],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'import requests\nfrom tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(3))\ndef rates(url):\n    try:\n        return requests.get(url, timeout=5).json()\n    except Exception as error:\n        print(error)\n        return None\n',
    good: 'import requests\nfrom tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(3))\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [...swallowersIn(file), ...decoratedIn(file), ...loopsIn(file)],
  check(project, ctx) {
    for (const { path, fact } of factsOfKind(ctx.facts, 'decorated')) {
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`@${fact.decorator}\` never tries \`${fact.name}\` again: it takes every exception itself`,
        ...heldBackBy(fact.guess || undefined),
        related: [
          { path, ...unpackPlace(fact.handler), message: 'every failure ends here' },
          { path, ...unpackPlace(fact.retry), message: 'this waits for one' },
        ],
        key: `${fact.decorator} ${fact.name}`,
      });
    }
    const swallowers = new Map(
      factsOfKind(ctx.facts, 'swallower').map(({ path, fact }) => [functionKey(path, fact.fn), fact] as const),
    );
    const takes = (other: Target): boolean => swallowers.has(targetKey(other) ?? '');
    for (const { path, fact } of factsOfKind(ctx.facts, 'hands-on')) {
      const from = project.moduleByPath(path);
      const target = from === undefined ? undefined : project.follow(fact.path, from);
      const swallower = swallowers.get(targetKey(target) ?? '');
      if (target?.kind !== 'function' || swallower === undefined || !project.holdsForOverrides(target, takes)) continue;
      const { qualifiedName } = target.function;
      const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `${fact.by} never tries \`${name}\` again: it takes every exception itself`,
        ...heldBackBy(fact.guess || swallower.guess || undefined),
        related: [{ path: target.module.path, ...unpackPlace(swallower.handler), message: 'every failure ends here' }],
        key: `${fact.within} ${name}`,
      });
    }
  },
});

function swallowersIn(file: FactsContext): Fact[] {
  const quiet = QUIET.flatMap((kind) => nodesOf(file.module, kind));
  return [...new Set(quiet.map((each) => file.context.defAround(each)))].flatMap((fn): Fact[] => {
    const swallower = fn === undefined ? undefined : swallowerIn(fn, file);
    if (fn === undefined || swallower === undefined) return [];
    const handler = packPlace(file, headerSpan(swallower.at, file.text));
    return [{ kind: 'swallower', fn: file.names.fullNameOf(fn), handler, guess: otherFailures(swallower) }];
  });
}

const QUIET = ['ExceptHandler', 'With', 'AsyncWith'] as const;

const otherFailures = ({ only }: Swallower): string =>
  only === undefined ? '' : `it takes \`${only}\` alone, and other failures come out`;

function decoratedIn(file: FactsContext): Fact[] {
  return defsOf(file.module).flatMap((fn): Fact[] => {
    const found = decoratorsOf(fn).flatMap((each) => {
      const guess = retriesOnException(each, file);
      return guess === undefined ? [] : [{ ...each, guess }];
    });
    const [decorator] = found;
    if (decorator === undefined) return [];
    const name = lastName(decorator.callee) ?? '';
    const swallower = swallowerIn(fn, file);
    if (swallower === undefined)
      return onlyTried(fn.body, file).map((only) => ({ ...only, by: `\`@${name}\``, guess: decorator.guess }));
    return [
      {
        kind: 'decorated',
        name: fn.name,
        decorator: name,
        place: packPlace(file, nameSpan(fn)),
        handler: packPlace(file, headerSpan(swallower.at, file.text)),
        retry: packPlace(file, decorator.node),
        guess: decorator.guess || otherFailures(swallower),
      },
    ];
  });
}

/** Empty where that is certain, the guess where it is one; undefined for other decorators. */
function retriesOnException({ callee, node }: Decorator, ctx: FactsContext): string | undefined {
  const name = ctx.names.qualifiedName(callee);
  const [library = ''] = (ctx.types.calleeName(callee) ?? '').split('.', 1);
  const isTold = node.kind === 'Call' && isToldToCallAgain(node, library, ctx);
  if (isTold && RUNNERS.has(library)) return '';
  if (node.kind === 'Call' && BY_RESULT.some((keyword) => looksAtResult(node, keyword, ctx))) return undefined;
  if (name !== undefined && RETRIES.has(name)) return '';
  const own = ctx.names.definitionOf(callee);
  if (own !== undefined && own.kind !== 'ClassDef') {
    const loop = ctx.retries.all.find((retry) => isWithin(retry.loop, own));
    return loop?.by === 'exception' ? '' : undefined;
  }
  if (isTold) return 'that the decorator calls again is taken from its argument';
  return /(?:^|_)retry(?:_|$)|^retr(?:ies|ying)$/i.test(lastName(callee) ?? '')
    ? 'that the decorator retries is taken from its name'
    : undefined;
}

/** `@task(retries=2)` of Prefect, Airflow or huey, `@shared_task(autoretry_for=(IOError,))`, `@op(retry_policy=…)`. */
function isToldToCallAgain({ keywords }: Call, library: string, { values }: FactsContext): boolean {
  return keywords.some(({ arg = '', value }) => {
    const folded = values.fold(value);
    const isNone = folded?.kind === 'none' || (folded?.kind === 'int' && folded.value === 0n);
    // Celery takes `max_retries` for what its task asks for itself.
    return !isNone && (CALLED_AGAIN.has(arg) || (arg === 'max_retries' && library === 'dramatiq'));
  });
}

/** `retry=retry_if_result(…)`; `retry=retry_if_exception_type(…)` waits for exceptions alone. */
function looksAtResult(call: Call, keyword: string, ctx: FactsContext): boolean {
  const given = callKeyword(call, keyword)?.value;
  if (given === undefined) return false;
  const made = given.kind === 'Call' ? ctx.names.qualifiedName(given.func) : undefined;
  return made?.startsWith('tenacity.retry_if_exception') !== true;
}

/** A loop whose attempt is one function of the project, and nothing else that may fail. */
function loopsIn(file: FactsContext): Fact[] {
  return file.retries.all.flatMap((retry: Retry): Fact[] => {
    if (retry.by !== 'exception' || retry.attempt === undefined) return [];
    return onlyTried(retry.attempt.body, file).map((only) => ({ ...only, by: 'the loop', guess: '' }));
  });
}

/** The one function of the project that these statements call, where they do nothing else that may fail. */
function onlyTried(
  body: readonly Stmt[],
  file: FactsContext,
): Omit<Extract<Fact, { kind: 'hands-on' }>, 'by' | 'guess'>[] {
  // What is raised or tested there is another way to fail.
  if (holdsInOwnCode(body, ({ kind }) => kind === 'Raise' || kind === 'Assert' || kind === 'If')) return [];
  const calls = callsWithin(body).filter((call) => !HARMLESS.has(file.effects.of(call)));
  const [only, ...others] = calls;
  const path = only === undefined || others.length > 0 ? undefined : file.effects.projectPath(only);
  if (only === undefined || path === undefined) return [];
  return [{ kind: 'hands-on', path, place: packPlace(file, only), within: file.names.qualnameOf(only) }];
}

const HARMLESS: ReadonlySet<string> = new Set(['pure', 'log', 'sleep', 'introspection']);
