import { type Call, type Expression, holds, lastName } from '#ast';
import type { SemanticModel, ValueSource } from '#semantics';

/** What `eval` gives is taken for a value: `a, b = eval(text)`, `isinstance(eval(text), list)`, `len(…)`: the text is a list or a dict, not a program. */
export function isReadAsData(call: Call, model: SemanticModel): boolean {
  if (call.args.length > 1 || call.keywords.length > 0) return false;
  const { parent } = call;
  if (parent?.kind === 'Assign' && parent.targets.some(({ kind }) => kind === 'Tuple' || kind === 'List')) return true;
  if (isTakenApart(call, model)) return true;
  return model.flow.destinations(call).some(({ kind, node, carrier }) => {
    if (kind !== 'argument' || node.kind !== 'Call' || node.args[0] !== carrier) return false;
    const callee = model.names.qualifiedName(node.func);
    return callee === 'builtins.len' || (callee === 'builtins.isinstance' && isDataType(node.args[1], model));
  });
}

/** `result = eval(text)`, and then `result["score"]`, `box[0]`, `result.get("score")`. */
function isTakenApart(call: Call, { names, values }: SemanticModel): boolean {
  const { parent } = call;
  const [target, other] = parent?.kind === 'Assign' ? parent.targets : [];
  if (target?.kind !== 'Name' || other !== undefined) return false;
  const binding = names.resolve(target);
  return (binding?.references ?? []).some(({ parent: use, start }) => {
    if (start < call.end) return false;
    if (use?.kind === 'Subscript' && use.ctx === 'Load') return values.fold(use.slice) !== undefined;
    const got = use?.kind === 'Attribute' && use.attr === 'get' ? use.parent : undefined;
    return got?.kind === 'Call' && got.args[0] !== undefined && values.string(got.args[0]) !== undefined;
  });
}

function isDataType(type: Expression | undefined, model: SemanticModel): boolean {
  if (type?.kind === 'Tuple') return type.elts.every((each) => isDataType(each, model));
  return (
    type?.kind === 'Name' && /^builtins\.(?:list|dict|tuple|set|int|float)$/.test(model.names.qualifiedName(type) ?? '')
  );
}

/** `eval(file.read())`; lines and matches of a file have a form that the code knows. */
export function isWholeFile(call: Call, { kind }: ValueSource, model: SemanticModel): boolean {
  const [text] = call.args;
  if (kind !== 'file' || text === undefined) return false;
  return model.flow.origins(text).some((at) => at.kind === 'Call' && /^read(?:_text)?$/.test(lastName(at.func) ?? ''));
}

/** The text is parsed or checked before it is run. */
export function isValidated(call: Call, model: SemanticModel): boolean {
  return holds(
    model.context.defAround(call) ?? call,
    (node) =>
      node.kind === 'Call' &&
      node.start < call.start &&
      /parse|valid|check|safe|visit|walk/i.test(lastName(node.func) ?? ''),
  );
}
