/** Functions that decide whether a request is let in. */
import { type Def, type Expression, lastName, parametersOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';

/** The framework fills a parameter with a part of the request, the function serves a route, or it refuses with 401 and its like. */
export function mayLetIn(fn: Def, { context }: SemanticModel): boolean {
  const filled = parametersOf(fn).flatMap(({ annotation, default: given }) => [annotation ?? [], given ?? []].flat());
  if (filled.some(isInjected) || context.routeOf(fn) !== undefined) return true;
  return holdsInOwnCode(fn.body, (node) => {
    if (node.kind !== 'Raise' || node.exc === undefined) return false;
    return REFUSING.test(lastName(node.exc.kind === 'Call' ? node.exc.func : node.exc) ?? '');
  });
}

/** `Header()`, `Annotated[str, Depends(…)]`. */
function isInjected(value: Expression): boolean {
  if (value.kind === 'Call') return INJECTED.has(lastName(value.func) ?? '');
  if (value.kind !== 'Subscript' || value.slice.kind !== 'Tuple') return false;
  return value.slice.elts.some((part) => part.kind === 'Call' && isInjected(part));
}

/** What FastAPI and its relatives fill with a part of the request. */
const INJECTED: ReadonlySet<string> = new Set(['Header', 'Depends', 'Security', 'Cookie']);
const REFUSING =
  /HTTPException|Unauthorized|Forbidden|PermissionDenied|PermissionError|AuthenticationFailed|AuthError|abort/;
