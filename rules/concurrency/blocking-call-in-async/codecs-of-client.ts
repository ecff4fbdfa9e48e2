/** What a route decodes, packs or derives of what its client sent, for as long as that is large. */
import { type AsyncFunctionDef, type Call, type Expression, holds, lastName } from '#ast';
import { requestSourceOf } from '#kit/web';
import { isCodec, isTextCodec } from '#knowledge/heavy-computation';
import { isPasswordHash, MODEL_WORK } from '#knowledge/long-work';
import type { SemanticModel } from '#semantics';
import type { CallByName } from './short-wait.ts';

/** All of them in source order, where one takes what the client sent. */
export function codecsOfClient(
  fn: AsyncFunctionDef,
  calls: readonly Call[],
  model: SemanticModel,
): readonly CallByName[] {
  if (model.context.routeOf(fn) === undefined) return [];
  const codecs = calls.flatMap((call) => {
    const name = model.types.calleeName(call.func) ?? '';
    return (isCodec(name) && !isPasswordHash(name)) || isTextCodec(name) ? { call, name } : [];
  });
  const isOfClient = codecs.some(
    ({ call, name }) => isCodec(name) && call.args.some((given) => requestSourceOf(given, model)?.kind === 'request'),
  );
  return isOfClient ? codecs.sort((a, b) => a.call.start - b.call.start) : [];
}

/** The call of something unknown that makes something of what they decoded: of a model, it may take longer than they do. */
export function takerOf(codecs: readonly CallByName[], calls: readonly Call[], model: SemanticModel): Call | undefined {
  const decoded = new Set<Expression>(codecs.map(({ call }) => call));
  const seen = new Set<Expression>();
  // `numpy.array(picture)`, `[picture]`, `processor(messages)` whose messages hold it.
  const isMadeOfIt = (given: Expression): boolean =>
    model.flow.origins(given).some((origin) => {
      if (decoded.has(origin)) return true;
      if (seen.has(origin)) return false;
      seen.add(origin);
      return holds(origin, (node) => node.kind === 'Name' && isMadeOfIt(node));
    });
  const takers = calls.filter((call) => {
    if (call.parent?.kind === 'Expr' || model.types.calleeName(call.func) !== undefined) return false;
    seen.clear();
    const given = [...call.args, ...call.keywords.map(({ value }) => value)];
    return model.effects.of(call) === 'unknown' && given.some(isMadeOfIt);
  });
  return takers.find(({ func }) => MODEL_WORK.has(lastName(func) ?? '')) ?? takers[0];
}
