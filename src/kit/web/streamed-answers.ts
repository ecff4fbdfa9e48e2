/** Answers that a generator gives piece by piece. */
import { ancestors, argumentValues, type Call, type Expression, type Node } from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { partsOfAnswer } from './answer-parts.ts';

/** Whether what the function around a `yield` gives goes to a client: it is a route, or a response is made of what a call of it gives. */
export function isStreamed(node: Node, model: SemanticModel): boolean {
  const around = model.context.defAround(node);
  if (around === undefined) return false;
  if (model.context.routeOf(around) !== undefined) return true;
  return callsOfFunction(model, around).some(
    (call) =>
      isGivenToResponse(call, model) ||
      model.flow.destinations(call).some((use) => isGivenToResponse(use.carrier, model)),
  );
}

/** `StreamingResponse(events())`, `Response(stream_with_context(events()))`. */
function isGivenToResponse(given: Node, model: SemanticModel): boolean {
  for (const outer of ancestors(given)) {
    if (outer.kind !== 'Call' && outer.kind !== 'keyword') return false;
    if (outer.kind === 'Call' && makesStream(outer, model)) return true;
  }
  return false;
}

const makesStream = ({ func }: Call, { names, source }: SemanticModel): boolean =>
  STREAM.test(names.qualifiedName(func) ?? source.text.slice(func));

const STREAM =
  /(?:\bStreamingResponse|\bEventSourceResponse|\bStreamingHttpResponse|\bstream_with_context|^(?:flask|quart)(?:\.wrappers)?\.Response)$/;

/** What a piece of a stream is put together from: `f"data: {json.dumps({'error': text})}"`, `frame(text)` of a function of this file. */
export function partsOfPiece(piece: Expression, model: SemanticModel): readonly Expression[] {
  return partsOfAnswer(piece).flatMap((part): readonly Expression[] => {
    const inner = innerParts(part, model);
    return inner.length === 0 ? [part] : inner.flatMap((each) => partsOfPiece(each, model));
  });
}

function innerParts(part: Expression, { names }: SemanticModel): readonly Expression[] {
  if (part.kind === 'JoinedStr')
    return part.values.flatMap((each) => (each.kind === 'FormattedValue' ? each.value : []));
  if (part.kind === 'BinOp') return [part.left, part.right];
  if (part.kind !== 'Call') return [];
  if (part.func.kind === 'Attribute' && part.func.attr === 'encode') return [part.func.value];
  const maker = names.definitionOf(part.func);
  return maker === undefined || maker.kind === 'ClassDef' ? [] : argumentValues(part);
}
