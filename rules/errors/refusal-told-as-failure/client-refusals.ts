/** What of the code refuses a request by an error that the framework answers with a status from 400 to 499. */
import { ancestors, type Call, type Expression, isNone, lastName, type Node, type Stmt } from '#ast';
import { blamesClient } from '#kit/web';
import { isResponseError } from '#knowledge/response-errors';
import type { SemanticModel } from '#semantics';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { raisesAgain, statusOf } from '#semantics/handlers/answered-status';

export interface ClientRefusal {
  readonly raised: Expression;
  /** Of the error, by its qualified name. */
  readonly name: string;
  readonly status: number | undefined;
}

/** Raised by the code itself, wherever it is caught. */
export function refusalsRaised(body: readonly Stmt[], model: SemanticModel): ClientRefusal[] {
  const raised: ClientRefusal[] = [];
  for (const { exc } of nodesWithin(body, 'Raise')) if (exc !== undefined) add(exc);
  for (const call of callsWithin(body)) {
    if (lastName(call.func) === 'abort' && isStep(call.parent)) add(call);
    else {
      const name = lookUpMissing(call, model);
      if (name !== undefined) raised.push({ raised: call, name, status: 404 });
    }
    const invalid = inputChecked(call, model);
    if (invalid !== undefined) raised.push({ raised: call, name: invalid, status: 400 });
  }
  for (const read of nodesWithin(body, 'Attribute'))
    if (read.attr === 'json' && isFlaskRequest(read.value, model))
      raised.push({ raised: read, name: 'werkzeug.exceptions.BadRequest', status: 400 });
  return raised.sort((one, other) => one.raised.start - other.raised.start);

  function add(each: Expression): void {
    // `api.abort(404)` of a `Namespace` is known by what `api` is.
    const name = each.kind === 'Call' ? model.types.calleeName(each.func) : model.names.qualifiedName(each);
    if (name === undefined || !isRefusalError(name)) return;
    const status = statusOf(each, model) ?? DJANGO.get(name);
    const isOfClient =
      status === undefined
        ? blamesClient(each) || REFUSING.test(lastName(each.kind === 'Call' ? each.func : each) ?? '')
        : status >= 400 && status < 500;
    if (isOfClient) raised.push({ raised: each, name, status });
  }
}

const isFlaskRequest = (value: Expression, { names }: SemanticModel): boolean =>
  /^(?:flask|quart)\.request$/.test(names.qualifiedName(value) ?? '');

/** `request.get_json()` of Flask, which refuses what is no JSON, and schemas that the body of a request is held against. */
function inputChecked({ func, args, keywords }: Call, model: SemanticModel): string | undefined {
  if (func.kind !== 'Attribute') return undefined;
  if (func.attr === 'get_json' && isFlaskRequest(func.value, model))
    return keywords.some(({ arg }) => arg === 'silent') ? undefined : 'werkzeug.exceptions.BadRequest';
  const [given] = args;
  const isSent = given !== undefined && model.flow.sources(given).some(({ kind }) => kind === 'request');
  if (!isSent) return undefined;
  if (/^(?:model_validate|model_validate_json|parse_obj|parse_raw)$/.test(func.attr)) return 'pydantic.ValidationError';
  const made = model.flow.whole(func.value);
  const isSchema = made.kind === 'Call' && /[Ss]chema$/.test(lastName(made.func) ?? '');
  return func.attr === 'load' && isSchema ? 'marshmallow.ValidationError' : undefined;
}

const isStep = (parent: Node | undefined): boolean => parent?.kind === 'Expr' || parent?.kind === 'Return';

/** Refusals that leave the code: each handler around names something else, or raises it again. */
export const refusalsLeaving = (body: readonly Stmt[], model: SemanticModel): readonly ClientRefusal[] =>
  refusalsRaised(body, model).filter(({ raised, name }) =>
    model.context.triesAround(raised).every(({ handlers }) =>
      handlers.every((handler) => {
        const described = model.handlers.describe(handler);
        return raisesAgain(handler) || (described.breadth !== 'unknown' && !described.takes(name));
      }),
    ),
  );

/** Django answers them by their class alone. */
const DJANGO: ReadonlyMap<string, number> = new Map([
  ['django.http.Http404', 404],
  ['django.core.exceptions.PermissionDenied', 403],
]);

export const isRefusalError = (name: string): boolean => isResponseError(name) || DJANGO.has(name);

const REFUSING = /Forbidden|Unauthorized|Denied|NotAuthenticated|AuthenticationFailed|Conflict|Gone|Throttled|TooMany/;

/** `get_object_or_404(Order, pk=number)`, `Order.query.get_or_404(number)`, and `self.get_object()` where a generic view brings it. */
function lookUpMissing(call: Call, model: SemanticModel): string | undefined {
  const { func } = call;
  if (/^(?:django|rest_framework)\..*_or_404$/.test(model.names.qualifiedName(func) ?? ''))
    return 'django.http.Http404';
  if (func.kind !== 'Attribute' || definitionCalled(model, call) !== undefined) return undefined;
  if (/^(?:get|first|one)_or_404$/.test(func.attr)) return 'werkzeug.exceptions.NotFound';
  const owner = func.attr === 'get_object' && isSelf(func.value) ? model.context.classAround(call) : undefined;
  const isOfView = (base: string | undefined): boolean =>
    /^(?:django\.views|rest_framework)\.(?:\w+\.)?\w+$/.test(base ?? '');
  return owner !== undefined && model.types.basesOf(owner).some(isOfView) ? 'django.http.Http404' : undefined;
}

const isSelf = (node: Expression): boolean => node.kind === 'Name' && node.id === 'self';

/** `if not order: raise HTTPException(404)` asks whether something is missing. */
export function isOfMissing(raised: Expression): boolean {
  const [, parent] = ancestors(raised);
  if (parent?.kind !== 'If') return false;
  const { test } = parent;
  return test.kind === 'UnaryOp'
    ? test.op === 'Not'
    : test.kind === 'Compare' && test.ops[0] === 'Is' && isNone(test.comparators[0]);
}
