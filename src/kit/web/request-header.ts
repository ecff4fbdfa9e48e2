/** Headers that a request brings. */
import { type Expression, lastName, nameOfPlace } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { keyedReadOf } from '../../semantics/values/keyed-read.ts';

/**
 * The name of the header that an expression reads from a request: `request.headers.get("X-Key")`, `headers["X-Key"]` of a
 * parameter or of what is bound to `request.headers`, `request.META["HTTP_X_KEY"]`. Headers of an answer, or of a request
 * that is being made, are none.
 */
export function headerRead(read: Expression, model: SemanticModel): string | undefined {
  const found = keyedReadOf(read);
  // `h = request.headers` under whatever name.
  const whole = found === undefined ? undefined : model.flow.whole(found.whole);
  if (found === undefined || whole === undefined) return undefined;
  if (!HEADERS.test(nameOfPlace(whole) ?? nameOfPlace(found.whole) ?? '')) return undefined;
  return isOfRequest(whole, model) || isOfRequest(found.whole, model) ? textOfKey(found.key, model) : undefined;
}

/** ASGI names headers by bytes: `headers.get(b"authorization")`. */
function textOfKey(key: Expression, { values, flow }: SemanticModel): string | undefined {
  if (key.kind === 'Constant' && key.value.kind === 'bytes') return key.value.value;
  // `for name in ("X-Real-IP", "X-Client-IP"): headers.get(name)`
  return values.string(key) ?? flow.origins(key).flatMap((each) => values.string(each) ?? [])[0];
}

const HEADERS = /^_?(?:request_)?(?:headers|META|environ)$/;
const REQUEST = /^_?(?:self|req|request|\w+_request|websocket|ws|scope|conn|connection|handler|info)$/i;

function isOfRequest(headers: Expression, { names, flow }: SemanticModel): boolean {
  const isAttribute = (value: Expression): boolean =>
    isOfScope(value) ||
    (value.kind === 'Attribute' &&
      (REQUEST.test(lastName(value.value) ?? '') ||
        names.qualifiedName(value.value)?.endsWith('.request') === true ||
        flow.sources(value.value).some(({ kind }) => kind === 'request')));
  if (headers.kind !== 'Name') return isAttribute(headers);
  if (names.parameterOf(headers) !== undefined) return true;
  return flow.reachingDefinitions(headers).some(({ value }) => value !== undefined && isAttribute(value));
}

/** `dict(scope["headers"])`, `dict(scope.get("headers", []))` of an ASGI application. */
function isOfScope(value: Expression): boolean {
  const read = value.kind === 'Call' && lastName(value.func) === 'dict' ? value.args[0] : value;
  const whole = read === undefined ? undefined : keyedReadOf(read)?.whole;
  return whole?.kind === 'Name' && whole.id === 'scope';
}
