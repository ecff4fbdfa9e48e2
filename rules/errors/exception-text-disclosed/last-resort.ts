/** Functions that answer what no route has caught. */
import { type Arg, type Call, conditionsAround, type Def, type Expression, holds, lastName, parametersOf } from '#ast';
import { partsHandedOn, partsOfAnswer } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';

/** Decorators and methods that make a function the answer to every exception that no route has caught. */
const DECORATORS: ReadonlySet<string> = new Set(['exception_handler', 'errorhandler', 'app_errorhandler', 'exception']);
const REGISTRARS: ReadonlySet<string> = new Set([
  'register_error_handler',
  'add_exception_handler',
  'add_error_handler',
]);

/** What a last resort answers with the text or the traceback of whatever failed, under no condition. */
export function lastResortDisclosure(fn: Def, model: SemanticModel): Expression | undefined {
  const caught = parametersOf(fn).at(-1)?.node;
  if (caught === undefined || !answersEveryFailure(fn, model)) return undefined;
  const disclosed = isGivenStatus(fn, model) ? undefined : caught;
  return model.flow
    .returnValues(fn)
    .find((value) => value !== undefined && disclosesException(value, disclosed, model));
}

/**
 * `@app.errorhandler(500)`: Flask hands it an `InternalServerError`, whose text is always the same; what failed is its
 * `original_exception`. Source: https://flask.palletsprojects.com/en/stable/errorhandling/#generic-exception-handlers
 */
const isGivenStatus = (fn: Def, { values }: SemanticModel): boolean =>
  fn.decorator_list.length > 0 &&
  fn.decorator_list.every(
    (each) =>
      each.kind === 'Call' &&
      /^(?:app_)?errorhandler$/.test(lastName(each.func) ?? '') &&
      each.args[0] !== undefined &&
      values.number(each.args[0]) === 500,
  );

/** `@app.exception_handler(Exception)`, `app.register_error_handler(500, failed)`, `{Exception: failed}`. */
export function answersEveryFailure(fn: Def, model: SemanticModel): boolean {
  const isDecorated = fn.decorator_list.some(
    (each) => each.kind === 'Call' && DECORATORS.has(lastName(each.func) ?? '') && isOfAll(each, model),
  );
  return (
    isDecorated ||
    takesAnyFailure(fn, model) ||
    mentionsOfFunction(model, fn).some((mention) => {
      const { parent } = mention;
      if (parent?.kind === 'Dict') {
        const key = parent.keys[parent.values.indexOf(mention)];
        return key !== undefined && isAll(key, model);
      }
      return parent?.kind === 'Call' && REGISTRARS.has(lastName(parent.func) ?? '') && isOfAll(parent, model);
    })
  );
}

/** `async def on_crash(request: Request, error: Exception)`, which another module registers. */
function takesAnyFailure(fn: Def, model: SemanticModel): boolean {
  const [request, caught, ...more] = parametersOf(fn).map(
    ({ annotation }) => annotation && model.names.qualifiedName(annotation),
  );
  const isRequest = /^(?:fastapi|starlette|litestar|sanic)\.(?:\w+\.)*Request$/.test(request ?? '');
  return isRequest && caught === 'builtins.Exception' && more.length === 0 && fn.decorator_list.length === 0;
}

const isOfAll = ({ args: [type] }: Call, model: SemanticModel): boolean => type !== undefined && isAll(type, model);
const isAll = (type: Expression, { names, values }: SemanticModel): boolean =>
  names.qualifiedName(type) === 'builtins.Exception' || values.number(type) === 500;

/** The text of the exception is in the answer, whatever happens: under a condition it may be a known one. */
function disclosesException(answer: Expression, caught: Arg | undefined, model: SemanticModel): boolean {
  const parts = partsOfAnswer(model.flow.whole(answer)).flatMap((part) => [part, ...partsHandedOn(part, model)]);
  return parts.some(
    (part) =>
      (isTraceback(part, model) && conditionsAround(part).length === 0) ||
      model.flow
        .origins(part)
        .some(
          (origin) =>
            caught !== undefined &&
            origin.kind === 'Name' &&
            model.names.parameterOf(origin) === caught &&
            conditionsAround(origin).length === 0,
        ),
  );
}

const isTraceback = (part: Expression, { names }: SemanticModel): boolean =>
  holds(
    part,
    (node) =>
      node.kind === 'Call' && /^traceback\.format_(?:exc|exception)$/.test(names.qualifiedName(node.func) ?? ''),
  );
