/** How decorators of FastAPI, Flask, Sanic and their relatives hang a route on something. */
import { type Call, type Def, dottedName } from '../../ast/index.ts';

const REGISTERING: ReadonlySet<string> = new Set('get post put patch delete route api_route websocket'.split(' '));

/** The decorator that hangs a function on a router or an application, and what it is hung on: `router` of `@router.get(…)`. */
export function registrationOf(fn: Def): { readonly call: Call; readonly owner: string } | undefined {
  for (const call of fn.decorator_list) {
    if (call.kind !== 'Call' || call.func.kind !== 'Attribute' || !REGISTERING.has(call.func.attr)) continue;
    const owner = dottedName(call.func.value);
    return owner === undefined ? undefined : { call, owner };
  }
  return undefined;
}
