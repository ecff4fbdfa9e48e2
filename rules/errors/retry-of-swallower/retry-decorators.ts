/** Decorators that call a function again where an exception comes out of it. */
import { type Call, callKeyword, type Decorator, isWithin, lastName } from '#ast';
import type { SemanticModel } from '#semantics';

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

/** `likely`: by nothing but its name. */
export type Certainty = 'certain' | 'likely';

/** By what it is, what it is given, or what it is called. */
export function retriesOnException({ callee, node }: Decorator, ctx: SemanticModel): Certainty | undefined {
  const name = ctx.names.qualifiedName(callee);
  const [library = ''] = (ctx.types.calleeName(callee) ?? '').split('.', 1);
  const isSetToRetryHere = node.kind === 'Call' && isSetToRetry(node, library, ctx);
  if (isSetToRetryHere && RUNNERS.has(library)) return 'certain';
  if (node.kind === 'Call' && BY_RESULT.some((keyword) => looksAtResult(node, keyword, ctx))) return undefined;
  if (name !== undefined && RETRIES.has(name)) return 'certain';
  const own = ctx.names.definitionOf(callee);
  if (own !== undefined && own.kind !== 'ClassDef') {
    const loop = ctx.retries.all.find((retry) => isWithin(retry.loop, own));
    return loop?.by === 'exception' ? 'certain' : undefined;
  }
  if (isSetToRetryHere) return 'certain';
  return /(?:^|_)retry(?:_|$)|^retr(?:ies|ying)$/i.test(lastName(callee) ?? '') ? 'likely' : undefined;
}

/** `@task(retries=2)` of Prefect, Airflow or huey, `@shared_task(autoretry_for=(IOError,))`, `@op(retry_policy=…)`. */
function isSetToRetry({ keywords }: Call, library: string, { values }: SemanticModel): boolean {
  return keywords.some(({ arg = '', value }) => {
    const folded = values.fold(value);
    const isNone = folded?.kind === 'none' || (folded?.kind === 'int' && folded.value === 0n);
    // Celery takes `max_retries` for what its task asks for itself.
    return !isNone && (CALLED_AGAIN.has(arg) || (arg === 'max_retries' && library === 'dramatiq'));
  });
}

/** `retry=retry_if_result(…)`; `retry=retry_if_exception_type(…)` waits for exceptions alone. */
function looksAtResult(call: Call, keyword: string, ctx: SemanticModel): boolean {
  const given = callKeyword(call, keyword)?.value;
  if (given === undefined) return false;
  const made = given.kind === 'Call' ? ctx.names.qualifiedName(given.func) : undefined;
  return made?.startsWith('tenacity.retry_if_exception') !== true;
}
