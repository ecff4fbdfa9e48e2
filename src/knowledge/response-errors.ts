/**
 * Errors that a web framework turns into a response of their text, by qualified name. Source: the documentation of the
 * frameworks, written from knowledge of them.
 */
const PATTERNS: readonly RegExp[] = [
  /^(?:fastapi|starlette|sanic|litestar|ninja|blacksheep|robyn)\.(?:\w+\.)*(?:(?=\w+$)\w*Http\w*|\w*Exception|ServerError)$/,
  /^(?:flask|quart|bottle)\.(?:abort|HTTPError)$/,
  /^(?:flask_restx|flask_restplus|flask_restful|flask_smorest|apiflask)\.(?:\w+\.)*abort$/,
  /^(?:werkzeug\.exceptions|rest_framework\.exceptions)\.\w+$/,
  /^aiohttp\.web\.(?:\w+\.)*HTTP\w+$/,
  /^falcon\.HTTP\w+$/,
];

/** `fastapi.HTTPException`, `flask.abort`, `aiohttp.web.HTTPBadRequest` … */
export function isResponseError(qualifiedName: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(qualifiedName));
}
