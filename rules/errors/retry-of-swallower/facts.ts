/** Functions that swallow their failures, and what tries them again. */
import { decoratorsOf, defsOf, headerSpan, isWithin, lastName, nameSpan, nodesOf, type Stmt } from '#ast';
import { type DoubtId, type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { Retry } from '#semantics';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import { quoteExceptions } from '../_shared/exception-names.ts';
import { handedToRetry } from './handed-to-retry.ts';
import { type Certainty, retriesOnException } from './retry-decorators.ts';
import { swallowerIn } from './swallowers.ts';
import { testsResult } from './tested-result.ts';

export type Fact =
  /** A function out of which no failure comes, with the handler that takes them. */
  | {
      readonly kind: 'swallower';
      readonly fn: string;
      readonly handler: PackedPlace;
      readonly only?: string;
      readonly takes?: readonly string[];
    }
  /** A decorator of the project that calls again. */
  | { readonly kind: 'retrier'; readonly fn: string }
  | {
      readonly kind: 'decorated';
      readonly name: string;
      readonly decorator: string;
      readonly place: PackedPlace;
      readonly handler: PackedPlace;
      readonly only?: string;
      readonly retry: PackedPlace;
      readonly known?: Certainty;
      /** The path to the decorator, where its code may show that it calls again. */
      readonly path?: string;
    }
  /** A loop, or a function with such a decorator, that tries one function of the project. */
  | {
      readonly kind: 'hands-on';
      readonly by: string;
      readonly path: string;
      readonly place: PackedPlace;
      readonly within: string;
      readonly doubt?: DoubtId;
      /** The path to the decorator that is only named so: there is no doubt where its code shows that it calls again. */
      readonly decorator?: string;
      readonly awaits?: readonly string[];
    };

type Taking = Pick<Extract<Fact, { kind: 'swallower' }>, 'only'>;

export const takenBy = ({ only }: Taking): string => (only === undefined ? 'every exception' : quoteExceptions([only]));

/** What is waited for may be something else. */
export const doubtOf = ({ only }: Taking): DoubtId | undefined =>
  only === undefined ? undefined : 'uncertain-failure';

export function swallowersIn(file: FactsContext): Fact[] {
  const quiet = QUIET.flatMap((kind) => nodesOf(file.module, kind));
  return [...new Set(quiet.map((each) => file.context.defAround(each)))].flatMap((fn): Fact[] => {
    const swallower = fn === undefined ? undefined : swallowerIn(fn, file);
    if (fn === undefined || swallower === undefined) return [];
    const { at, only, takes } = swallower;
    const swallows = { fn: file.names.fullNameOf(fn), handler: packPlace(file, headerSpan(at, file.text)) };
    return [{ kind: 'swallower', ...swallows, ...(only && { only }), ...(takes && { takes }) }];
  });
}

const QUIET = ['ExceptHandler', 'With', 'AsyncWith'] as const;

export function decoratedIn(file: FactsContext): Fact[] {
  return defsOf(file.module).flatMap((fn): Fact[] => {
    const found = decoratorsOf(fn)
      .map((each) => {
        const known = retriesOnException(each, file);
        const isSeen = known === 'certain' || file.names.definitionOf(each.callee) !== undefined;
        return { ...each, known, path: isSeen ? undefined : file.effects.projectPath({ func: each.callee }) };
      })
      .filter(({ known, path }) => known !== undefined || path !== undefined)
      .sort((a, b) => CERTAINTIES.indexOf(a.known) - CERTAINTIES.indexOf(b.known));
    const [decorator] = found;
    if (decorator === undefined) return [];
    const name = lastName(decorator.callee) ?? '';
    const swallower = swallowerIn(fn, file);
    const { known, path } = decorator;
    if (swallower === undefined) {
      const perhaps = known === 'likely' && { doubt: 'role-from-name' as const, ...(path && { decorator: path }) };
      return known ? onlyTried(fn.body, file).map((only) => ({ ...only, by: `\`@${name}\``, ...perhaps })) : [];
    }
    return [
      {
        kind: 'decorated',
        name: fn.name,
        decorator: name,
        place: packPlace(file, nameSpan(fn)),
        handler: packPlace(file, headerSpan(swallower.at, file.text)),
        ...(swallower.only !== undefined && { only: swallower.only }),
        retry: packPlace(file, decorator.node),
        ...(known !== undefined && { known }),
        ...(path !== undefined && { path }),
      },
    ];
  });
}

const CERTAINTIES: readonly (Certainty | undefined)[] = ['certain', 'likely', undefined];

/** Functions around a loop that tries what it is given. */
export const retriersIn = (file: FactsContext): Fact[] =>
  defsOf(file.module)
    .filter((fn) => file.retries.all.some(({ loop, by }) => by === 'exception' && isWithin(loop, fn)))
    .map((fn) => ({ kind: 'retrier', fn: file.names.fullNameOf(fn) }));

export const handedIn = (file: FactsContext): Fact[] =>
  handedToRetry(file).map(({ at, isAmong, ...rest }) => ({
    kind: 'hands-on',
    ...rest,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    ...(isAmong && { doubt: 'uncertain-failure' as const }),
  }));

/** A loop whose attempt is one function of the project, and nothing else that may fail. */
export function loopsIn(file: FactsContext): Fact[] {
  return file.retries.all.flatMap((retry: Retry): Fact[] => {
    if (retry.by !== 'exception' || retry.attempt === undefined || testsResult(retry)) return [];
    return onlyTried(retry.attempt.body, file).map((only) => ({ ...only, by: 'this loop' }));
  });
}

/** The one function of the project that these statements call, where they do nothing else that may fail. */
function onlyTried(body: readonly Stmt[], file: FactsContext): Omit<Extract<Fact, { kind: 'hands-on' }>, 'by'>[] {
  // What is raised or tested there is another way to fail.
  if (holdsInOwnCode(body, ({ kind }) => kind === 'Raise' || kind === 'Assert' || kind === 'If')) return [];
  const calls = callsWithin(body).filter((call) => !HARMLESS.has(file.effects.of(call)));
  const [only, ...others] = calls;
  const path = only === undefined || others.length > 0 ? undefined : file.effects.projectPath(only);
  if (only === undefined || path === undefined) return [];
  return [{ kind: 'hands-on', path, place: packPlace(file, only), within: file.names.qualnameOf(only) }];
}

const HARMLESS: ReadonlySet<string> = new Set(['pure', 'log', 'sleep', 'introspection']);
