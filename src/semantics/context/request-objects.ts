/** The object by which a framework hands the request of a client to code, and parts of it. */
import type { AsyncFunctionDef, Expression, FunctionDef } from '../../ast/index.ts';
import { isFrameworkRequest, isRequestObject, isRequestProxy } from '../../knowledge/request-objects.ts';
import { isUploadedFile } from '../../knowledge/uploads.ts';
import type { SemanticModel } from '../model.ts';
import { frameworksImported } from './frameworks.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** The request object of a route, however it is spelt. */
export function isRequest(expression: Expression, model: SemanticModel): boolean {
  const isNamed = expression.kind === 'Name' || (expression.kind === 'Attribute' && expression.attr === 'request');
  if (!isNamed) return false;
  const name = model.names.qualifiedName(expression);
  if (isRequestProxy(name) || isFrameworkRequest(model.types.classOf(expression))) return true;
  if (expression.kind === 'Attribute' && expression.attr === 'request' && isServerSelf(expression.value, model))
    return true;
  if (expression.kind !== 'Name') return false;
  const parameter = model.names.parameterOf(expression);
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return false;
  if (!/^_?(?:request|req|websocket|ws|http_request)$/.test(parameter.arg)) return false;
  const type = parameter.annotation === undefined ? undefined : model.types.annotatedClass(parameter.annotation);
  if (type !== undefined) return isFrameworkRequest(type);
  if (isServicer(fn, model)) return false;
  return model.context.routeOf(fn) !== undefined || frameworksImported(model).length > 0;
}

/** `request.args`, `request.match_info`: reached from the request by attributes. */
export function isPartOfRequest(expression: Expression, model: SemanticModel): boolean {
  let at = expression;
  while (at.kind === 'Attribute' && !isRequest(at, model)) at = at.value;
  return at !== expression && isRequest(at, model);
}

/** The class of a request, or of a file that one uploads. */
export const isSentClass = (type: string | undefined): boolean =>
  isFrameworkRequest(type) || isUploadedFile(type ?? '');

/** The request, a part of it, or a file that it uploads. */
export const isOfRequest = (expression: Expression, model: SemanticModel): boolean =>
  isRequest(expression, model) || isPartOfRequest(expression, model) || isSentClass(model.types.classOf(expression));

/** `self` of a class of which a server makes one object for each request. */
export function isServerSelf(expression: Expression, model: SemanticModel): boolean {
  if (expression.kind !== 'Name' || expression.id !== 'self') return false;
  const owner = model.context.classAround(expression);
  return (
    owner !== undefined &&
    model.types
      .basesOf(owner)
      .some(
        (base) =>
          base !== undefined &&
          (isRequestObject(base) ||
            /^(?:rest_framework|flask_rest\w+)\.(?:\w+\.)*\w*(?:View|Resource|ViewSet)$/.test(base)),
      )
  );
}

/** The second parameter of a method of gRPC is the message of the client. */
export const isServicer = (fn: Def, { context, types }: SemanticModel): boolean => {
  const owner = context.classOfMethod(fn);
  return owner !== undefined && types.basesOf(owner).some((base) => base?.endsWith('Servicer') === true);
};
