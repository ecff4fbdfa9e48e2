/** What a service answers to its clients: what routes return and send, and the errors that frameworks turn into responses. */
import { type Call, type Def, decoratorsOf, type Expression, holds, lastName, type Node } from '../../ast/index.ts';
import { isResponseError } from '../../knowledge/response-errors.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { answersInChat } from '../../semantics/taint/bots.ts';
import { answeredArguments, partsHandedOn, partsOfAnswer } from './answer-parts.ts';
import { isStreamed, partsOfPiece } from './streamed-answers.ts';

export interface ClientAnswer {
  /** The values that the client gets to see. */
  readonly values: readonly Expression[];
  /** The same as they are written in the answer: names, where locals carry them. */
  readonly parts: readonly Expression[];
  /** For a message, a verb at its end: `the route returns`, `` `HTTPException` carries ``. */
  readonly how: string;
}

/** Methods by which a route answers besides returning. */
const SENDING: ReadonlySet<string> = new Set(
  'send_json send_text send_bytes write finish send_str write_error close'.split(' '),
);

/** What a node sends to the client: a return or a sending call of a route, a piece of what it streams, an error of the framework anywhere. */
export function clientAnswerAt(node: Node, model: SemanticModel): ClientAnswer | undefined {
  if (node.kind === 'Return') {
    if (node.value === undefined || !isInRoute(node, model)) return undefined;
    return answerOf([node.value], 'the route returns', model);
  }
  if (node.kind === 'Yield') {
    if (node.value === undefined || !isStreamed(node, model)) return undefined;
    return answerOf(partsOfPiece(node.value, model), 'the streaming response contains', model);
  }
  if (node.kind !== 'Call') return undefined;
  const name = model.names.qualifiedName(node.func);
  if (name !== undefined && isResponseError(name)) {
    const how = `\`${model.source.text.slice(node.func)}\` carries`;
    return answerOf(answeredArguments(node), how, model);
  }
  // What is put before the next page that the client gets.
  if (name !== undefined && MESSAGES.test(name))
    return answerOf(node.args.slice(1), `\`${name.slice(15)}\` shows`, model);
  return (isSending(node) && isInRoute(node, model)) || answersInChat(node, model)
    ? answerOf(answeredArguments(node), `\`${lastName(node.func)}\` sends`, model)
    : undefined;
}

const MESSAGES = /^django\.contrib\.messages\.(?:add_message|debug|info|success|warning|error)$/;

function answerOf(answered: readonly Expression[], how: string, model: SemanticModel): ClientAnswer {
  const parts = answered
    .flatMap(partsOfAnswer)
    .flatMap((part) => [part, ...partsHandedOn(part, model).flatMap(partsOfAnswer)]);
  return { values: parts.flatMap((part) => partsOfAnswer(model.flow.whole(part))), parts, how };
}

function isSending({ func }: Call): boolean {
  return func.kind === 'Attribute' && SENDING.has(func.attr);
}

/** Whether a framework calls the function around a node for requests, also before and behind all routes. */
export function isInRoute(node: Node, model: SemanticModel): boolean {
  const around = model.context.defAround(node);
  return around !== undefined && (model.context.routeOf(around) !== undefined || isMiddleware(around, model));
}

/** `@web.middleware`, `@app.middleware("http")`, `dispatch` of a middleware's class, `__call__` of one of Django. */
export function isMiddleware(fn: Def, { context }: SemanticModel): boolean {
  if (decoratorsOf(fn).some(({ callee }) => lastName(callee) === 'middleware')) return true;
  const owner = context.classOfMethod(fn);
  if (owner === undefined) return false;
  if (fn.name === 'dispatch') return owner.bases.some((base) => /Middleware$/.test(lastName(base) ?? ''));
  return /^(?:__call__|process_exception)$/.test(fn.name) && owner.name.endsWith('Middleware');
}

/** An answer with a status from 400 to 499, or with an error that means one. */
export function blamesClient(answer: Node): boolean {
  return holds(answer, (node) =>
    node.kind === 'Constant' && node.value.kind === 'int'
      ? node.value.value >= 400n && node.value.value < 500n
      : (node.kind === 'Attribute' || node.kind === 'Name') && CLIENT_STATUS.test(lastName(node) ?? ''),
  );
}

const CLIENT_STATUS =
  /^HTTP_?4\d\d|^BAD_REQUEST$|^NOT_FOUND$|^UNPROCESSABLE|BadRequest|Validation|NotFound|ParseError|Unprocessable/;
