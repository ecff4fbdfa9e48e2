/** What is tried again where some exceptions come out of it: by decorators, by calls of them, by contexts of an attempt. */
import {
  type Call,
  callKeyword,
  decoratorsOf,
  defsOf,
  type Expression,
  lastName,
  type Node,
  nodesOf,
  type Stmt,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';

/** A function that is tried again, by the way to it. */
export interface HandedToRetry {
  readonly by: string;
  readonly path: string;
  readonly at: Node;
  /** The exceptions that are waited for, where they are named. */
  readonly awaits?: readonly string[];
  /** Something else there may raise them. */
  readonly isAmong?: true;
}

/** `backoff.on_exception(…)(lake.upload)`, `for attempt in Retrying(…): with attempt: send()`. */
export function handedToRetry(file: SemanticModel): readonly HandedToRetry[] {
  return [...wrapped(file), ...inAttempts(file), ...awaitedByType(file)];
}

const WRAPPERS =
  /^(?:backoff\.(?:\w+\.)*on_exception|tenacity\.(?:\w+\.)*(?:retry|Retrying|AsyncRetrying)|stamina\.(?:\w+\.)*retry)$/;
const CONTEXTS = /^(?:tenacity\.(?:\w+\.)*(?:Retrying|AsyncRetrying)|stamina\.(?:\w+\.)*retry_context)$/;

function wrapped(file: SemanticModel): readonly HandedToRetry[] {
  return nodesOf(file.source.module, 'Call').flatMap(({ func: made, args: [run] }) => {
    if (made.kind !== 'Call' || run === undefined || run.kind === 'Call' || looksAtResults(made)) return [];
    const name = file.names.qualifiedName(made.func) ?? '';
    const path = WRAPPERS.test(name) ? file.effects.projectPath({ func: run }) : undefined;
    return path === undefined ? [] : [{ by: `\`${lastName(made.func)}\``, path, at: run, ...awaitedBy(made, file) }];
  });
}

function inAttempts(file: SemanticModel): readonly HandedToRetry[] {
  const loops = [...nodesOf(file.source.module, 'For'), ...nodesOf(file.source.module, 'AsyncFor')];
  return loops.flatMap(({ iter, target, body }) => {
    const name = iter.kind === 'Call' ? file.names.qualifiedName(iter.func) : undefined;
    if (iter.kind !== 'Call' || !CONTEXTS.test(name ?? '') || target.kind !== 'Name' || looksAtResults(iter)) return [];
    return body.flatMap((each) => {
      if (each.kind !== 'With' && each.kind !== 'AsyncWith') return [];
      return among(each.body, 'this `with` statement', awaitedBy(iter, file).awaits, file);
    });
  });
}

/** A decorated function that does more than one thing, of which one alone can raise what is waited for. */
function awaitedByType(file: SemanticModel): readonly HandedToRetry[] {
  return defsOf(file.source.module).flatMap((fn) =>
    decoratorsOf(fn).flatMap(({ node, callee }) => {
      const { awaits } = node.kind === 'Call' ? awaitedBy(node, file) : {};
      return awaits === undefined ? [] : among(fn.body, `\`@${lastName(callee)}\``, awaits, file);
    }),
  );
}

/** The calls of these statements that may lead to functions of the project, where what is raised there comes of them. */
function among(
  body: readonly Stmt[],
  by: string,
  awaits: readonly string[] | undefined,
  file: SemanticModel,
): readonly HandedToRetry[] {
  if (holdsInOwnCode(body, ({ kind }) => kind === 'Raise')) return [];
  const risky = callsWithin(body).filter((call) => !HARMLESS.has(file.effects.of(call)));
  return risky.flatMap((call) => {
    const path = file.effects.projectPath(call);
    if (path === undefined || file.context.triesAround(call).length > 0 || (awaits === undefined && risky.length > 1))
      return [];
    return [{ by, path, at: call, ...(awaits && { awaits }), ...(risky.length > 1 && { isAmong: true as const }) }];
  });
}

const HARMLESS: ReadonlySet<string> = new Set(['pure', 'log', 'sleep', 'introspection', 'parse', 'file']);

/** `retry=retry_if_exception_type((IOError, HTTPError))`, `autoretry_for=(…)`, `on_exception(expo, IOError)`, `on=IOError`. */
function awaitedBy(made: Call, { names }: SemanticModel): { readonly awaits?: readonly string[] } {
  const retry = callKeyword(made, 'retry')?.value;
  const byType =
    retry?.kind === 'Call' && lastName(retry.func) === 'retry_if_exception_type' ? retry.args[0] : undefined;
  const isBackoff = lastName(made.func) === 'on_exception';
  const retried =
    byType ?? callKeyword(made, 'autoretry_for')?.value ?? (isBackoff ? made.args[1] : callKeyword(made, 'on')?.value);
  const awaits = retried === undefined ? [] : partsOf(retried).map((each) => names.qualifiedName(each));
  return awaits.length > 0 && awaits.every((name) => name !== undefined) ? { awaits } : {};
}

const partsOf = (retried: Expression): readonly Expression[] =>
  retried.kind === 'Tuple' || retried.kind === 'List' ? retried.elts : [retried];

const looksAtResults = (made: Call): boolean => {
  const retry = callKeyword(made, 'retry')?.value;
  return (
    retry !== undefined && !(retry.kind === 'Call' && (lastName(retry.func) ?? '').startsWith('retry_if_exception'))
  );
};

/** Whether a function that takes these failures, or all, takes all that is waited for. */
export const takesAwaited = (taken: readonly string[] | undefined, awaits: readonly string[]): boolean =>
  taken === undefined || awaits.every((name) => taken.some((each) => each === name || isOfLibraryOf(name, each)));

const isOfLibraryOf = (name: string, taken: string): boolean =>
  !taken.startsWith('builtins.') && name.split('.', 1)[0] === taken.split('.', 1)[0];
