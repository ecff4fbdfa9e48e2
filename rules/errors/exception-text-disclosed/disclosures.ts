/** Ways by which the text of an exception gets into an answer. */
import {
  type Call,
  conditionsAround,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  lastName,
  mentionsWord,
  type Node,
} from '#ast';
import type { SourceContext } from '#kit';
import { clientAnswerAt, isInRoute, partsOfAnswer, partsOfPiece } from '#kit/web';
import type { Question } from '#project';
import type { ExceptionPart, HandlerModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { returnsParameter } from '../_shared/returns-parameter.ts';
import { answerBehind, answerOfKept } from './answer-behind.ts';
import { answerCarrying, putIntoLocal } from './answered-later.ts';

interface Disclosure {
  readonly at: Node;
  readonly how: string;
  readonly part: ExceptionPart;
  /** Where an answer further down carries it. */
  readonly answer?: Node;
  /** What such an answer does; the same that answers of a handler itself do. */
  readonly cause?: string;
  /** What another module has to do for it. */
  readonly question?: Question;
}

/** The first place of the handler that answers with the exception; nested functions and branches for debugging left out. */
export function findDisclosure(described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  let found: Disclosure | undefined;
  walkOwnCode(described.handler.body, (node) => {
    if (found !== undefined) return 'skip';
    const answer = clientAnswerAt(node, ctx);
    const parts = answer?.values.map((value) => described.partIn(value)) ?? [];
    const part = parts.find((each) => each === 'traceback') ?? parts.find((each) => each !== undefined);
    if (answer !== undefined && part !== undefined && !isOfKnownCase(node, described.handler, ctx)) {
      const at = answer.parts.find((each) => described.partIn(each) === part) ?? node;
      found = { at, how: answer.how, part };
    }
    return undefined;
  });
  return found ?? findKeptForAnswer(described, ctx) ?? returnedForAnswer(described, ctx);
}

/** What a function gives instead of a result, and a caller in the file answers with: `return f"no report: {error}"`. */
function returnedForAnswer(described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  const given = givenToCallers(described, ctx);
  const behind = given && answerBehind(given.fn, ctx);
  if (given === undefined || behind === undefined) return undefined;
  const cause = behind.answer.how;
  return { ...given, how: `through \`${given.fn.name}\`, ${cause}`, answer: behind.at, cause };
}

type GivenToCallers = { readonly fn: Def; readonly at: Expression; readonly part: ExceptionPart };

function givenToCallers(described: HandlerModel, ctx: SourceContext): GivenToCallers | undefined {
  const fn = ctx.context.defAround(described.handler);
  const answered = [
    ...described.returned.flatMap((value) => partsOfAnswer(value)),
    ...yieldedIn(described.handler).flatMap((value) => partsOfPiece(value, ctx)),
  ];
  const at = answered.find((value) => described.partIn(value) !== undefined);
  const part = at && described.partIn(at);
  if (fn === undefined || at === undefined || part === undefined) return undefined;
  return isInRoute(at, ctx) || isOfKnownCase(at, described.handler, ctx) ? undefined : { fn, at, part };
}

/** What a generator gives to anyone who makes an answer of it. */
function yieldedIn(handler: ExceptHandler): readonly Expression[] {
  const found: Expression[] = [];
  walkOwnCode(handler.body, (node) => {
    if (node.kind === 'Yield' && node.value !== undefined) found.push(node.value);
    return undefined;
  });
  return found;
}

/** Another module answers with what the function gives, or makes the answer of a route. */
export function findElsewhere(described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  const given = givenToCallers(described, ctx);
  if (given === undefined) return madeElsewhere(described, ctx);
  const how = `through \`${given.fn.name}\`, a route returns`;
  return {
    ...given,
    how,
    cause: 'a route returns',
    question: { kind: 'result-answered', function: ctx.names.fullNameOf(given.fn) },
  };
}

/** `return error_response(str(error))` and `raise failure(error)` of a route, with a function of another module. */
function madeElsewhere(described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  let found: Disclosure | undefined;
  walkOwnCode(described.handler.body, (node) => {
    if (found !== undefined) return 'skip';
    const made = node.kind === 'Return' ? node.value : node.kind === 'Raise' ? node.exc : undefined;
    if (made === undefined || !isInRoute(node, ctx) || isOfKnownCase(node, described.handler, ctx)) return undefined;
    const [answer] = partsOfAnswer(made);
    if (answer?.kind === 'Call') found = handedToMaker(answer, described, ctx);
    return undefined;
  });
  return found;
}

function handedToMaker(call: Call, described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  const path = ctx.names.definitionOf(call.func) === undefined ? ctx.effects.projectPath(call) : undefined;
  if (path === undefined) return undefined;
  const given: readonly (readonly [string | number, Expression])[] = [
    ...call.args.map((value, index) => [index, value] as const),
    ...call.keywords.flatMap(({ arg, value }) => (arg === undefined ? [] : [[arg, value] as const])),
  ];
  for (const [parameter, at] of given) {
    const part = described.partIn(at);
    const how = `through \`${lastName(call.func)}\`, the route returns`;
    if (part !== undefined)
      return { at, how, part, question: returnsParameter.ask({ path, from: ctx.path, parameter }) };
  }
  return undefined;
}

/** The first place of the handler that puts the exception into what is answered further down. */
function findKeptForAnswer(described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  let found: Disclosure | undefined;
  walkOwnCode(described.handler.body, (node) => {
    if (found !== undefined) return 'skip';
    const kept = keptForAnswer(node, described, ctx);
    if (kept !== undefined && !isOfKnownCase(node, described.handler, ctx)) found = kept;
    return undefined;
  });
  return found;
}

/** `status["database"] = str(error)` and `errors.append({"error": str(error)})`, where the route answers with the local further down. */
function keptForAnswer(node: Node, described: HandlerModel, ctx: SourceContext): Disclosure | undefined {
  const put = putIntoLocal(node);
  const part = put?.values.map((value) => described.partIn(value)).find((each) => each !== undefined);
  const carried =
    put === undefined || part === undefined ? undefined : (answerCarrying(put, ctx) ?? answerOfKept(put.local, ctx));
  if (put === undefined || part === undefined || carried === undefined) return undefined;
  const cause = carried.answer.how;
  return { at: node, how: `through \`${put.local.id}\`, ${cause}`, part, answer: carried.at, cause };
}

/** Under `if settings.DEBUG:` or a test of the kind of the exception, which makes it a known one. */
function isOfKnownCase(node: Node, handler: ExceptHandler, ctx: SourceContext): boolean {
  const testsType = (part: Node): boolean =>
    part.kind === 'Call' && ctx.names.qualifiedName(part.func) === 'builtins.isinstance';
  return conditionsAround(node, handler).some(
    (test) => mentionsWord(test, /debug|verbose|dev/i) || holds(test, testsType),
  );
}
