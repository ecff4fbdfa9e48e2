/** How decorators of FastAPI, Flask, Sanic and their relatives hang a route on something. */
import { type Attribute, type Call, type ClassDef, type Def, dottedName, type Expression } from '../../ast/index.ts';

const REGISTERING: ReadonlySet<string> = new Set('get post put patch delete route api_route websocket'.split(' '));

/** The decorator that hangs a function, or a class with a method for each verb, on a router or an application, and what it is hung on: `router` of `@router.get(…)`. */
export function registrationOf(fn: Def | ClassDef): { readonly call: Call; readonly owner: string } | undefined {
  const call = fn.decorator_list.find(isRegistering);
  const owner = call && dottedName(call.func.value);
  return call === undefined || owner === undefined ? undefined : { call, owner };
}

export const isRegistering = (decorator: Expression): decorator is Call & { readonly func: Attribute } =>
  decorator.kind === 'Call' && decorator.func.kind === 'Attribute' && REGISTERING.has(decorator.func.attr);
