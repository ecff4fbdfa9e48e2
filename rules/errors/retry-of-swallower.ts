import {
  callKeyword,
  callsWithin,
  type Decorator,
  type Def,
  decoratorsOf,
  defineSourceRule,
  definitionCalled,
  defsOf,
  headerSpan,
  holdsInOwnCode,
  isWithin,
  lastName,
  NOT_PRODUCTION,
  nameSpan,
  type Retry,
  type SourceContext,
  swallowerIn,
} from '#kit';

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
/** Arguments that look at the result as well. */
const BY_RESULT = ['retry', 'retry_on_result', 'result_timeout'];

export default defineSourceRule({
  docs: {
    summary: 'retry around a function that swallows what could be retried',
    why: 'No exception comes out of the function, so the first failure is taken for a success and the retry never happens.',
    remedy: 'Let the function raise, and handle the failure where the last attempt has failed.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'medium',
    profile: 'strict',
    since: '0.1.0',
    cwe: [755, 390],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'import requests\nfrom tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(3))\ndef rates(url):\n    try:\n        return requests.get(url, timeout=5).json()\n    except Exception as error:\n        print(error)\n        return None\n',
    good: 'import requests\nfrom tenacity import retry, stop_after_attempt\n\n@retry(stop=stop_after_attempt(3))\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Module(module, ctx) {
      for (const fn of defsOf(module)) reportDecorated(fn, ctx);
      for (const retry of ctx.retries.all) reportLoop(retry, ctx);
    },
  },
});

function reportDecorated(fn: Def, ctx: SourceContext): void {
  const found = decoratorsOf(fn).flatMap((each) => {
    const guess = retriesOnException(each, ctx);
    return guess === undefined ? [] : [{ ...each, guess }];
  });
  const [decorator] = found;
  const swallower = decorator === undefined || ctx.context.isTestCode(fn) ? undefined : swallowerIn(fn, ctx);
  if (decorator === undefined || swallower === undefined) return;
  ctx.report({
    at: nameSpan(fn),
    message: `\`@${lastName(decorator.callee)}\` never tries \`${fn.name}\` again: it takes every exception itself`,
    ...(decorator.guess !== '' && { heldBack: decorator.guess }),
    related: [
      { at: headerSpan(swallower, ctx.text), message: 'every failure ends here' },
      { at: decorator.node, message: 'this waits for one' },
    ],
  });
}

/** Empty where that is certain, the guess where it is one; undefined for other decorators. */
function retriesOnException({ callee, node }: Decorator, ctx: SourceContext): string | undefined {
  const name = ctx.names.qualifiedName(callee);
  if (node.kind === 'Call' && BY_RESULT.some((keyword) => looksAtResult(node, keyword, ctx))) return undefined;
  if (name !== undefined && RETRIES.has(name)) return '';
  const own = ctx.names.definitionOf(callee);
  if (own !== undefined && own.kind !== 'ClassDef') {
    const loop = ctx.retries.all.find((retry) => isWithin(retry.loop, own));
    return loop?.by === 'exception' ? '' : undefined;
  }
  return /(?:^|_)retry(?:_|$)|^retr(?:ies|ying)$/i.test(lastName(callee) ?? '')
    ? 'that the decorator retries is taken from its name'
    : undefined;
}

/** `retry=retry_if_result(…)`; `retry=retry_if_exception_type(…)` waits for exceptions alone. */
function looksAtResult(
  call: Extract<Decorator['node'], { kind: 'Call' }>,
  keyword: string,
  ctx: SourceContext,
): boolean {
  const given = callKeyword(call, keyword)?.value;
  if (given === undefined) return false;
  const made = given.kind === 'Call' ? ctx.names.qualifiedName(given.func) : undefined;
  return made?.startsWith('tenacity.retry_if_exception') !== true;
}

/** A loop whose attempt is one function of the file, out of which nothing comes. */
function reportLoop(retry: Retry, ctx: SourceContext): void {
  if (retry.by !== 'exception' || retry.attempt === undefined || ctx.context.isTestCode(retry.loop)) return;
  const { body } = retry.attempt;
  // What is raised or tested there is another way to fail.
  if (holdsInOwnCode(body, ({ kind }) => kind === 'Raise' || kind === 'Assert' || kind === 'If')) return;
  const calls = callsWithin(body).filter((call) => !HARMLESS.has(ctx.effects.of(call)));
  const [only, ...others] = calls;
  const called = only === undefined || others.length > 0 ? undefined : definitionCalled(ctx, only);
  if (only === undefined || called === undefined || called.kind === 'ClassDef') return;
  const swallower = swallowerIn(called, ctx);
  if (swallower === undefined) return;
  ctx.report({
    at: only,
    message: `the loop never tries \`${called.name}\` again: it takes every exception itself`,
    related: [{ at: headerSpan(swallower, ctx.text), message: 'every failure ends here' }],
  });
}

const HARMLESS: ReadonlySet<string> = new Set(['pure', 'log', 'sleep', 'introspection']);
