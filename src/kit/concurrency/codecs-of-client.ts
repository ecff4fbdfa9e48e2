/** What a route decodes, packs or derives of what its client sent, for as long as that is large. */
import type { AsyncFunctionDef, Call } from '../../ast/index.ts';
import { isCodec, isTextCodec } from '../../knowledge/heavy-computation.ts';
import { isSlowHash } from '../../knowledge/long-work.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { requestWayOf } from '../web/from-request.ts';

/** All of them in source order, where one takes what the client sent. */
export function codecsOfClient(
  fn: AsyncFunctionDef,
  calls: readonly Call[],
  model: SemanticModel,
): readonly { readonly call: Call; readonly name: string }[] {
  if (model.context.routeOf(fn) === undefined) return [];
  const codecs = calls.flatMap((call) => {
    const name = model.types.calleeName(call.func) ?? '';
    return (isCodec(name) && !isSlowHash(name)) || isTextCodec(name) ? { call, name } : [];
  });
  const isOfClient = codecs.some(
    ({ call, name }) => isCodec(name) && call.args.some((given) => requestWayOf(given, model)?.kind === 'request'),
  );
  return isOfClient ? codecs.sort((a, b) => a.call.start - b.call.start) : [];
}
