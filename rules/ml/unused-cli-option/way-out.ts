/** How far an object that a file makes goes. */
import { type Call, nameOfPlace } from '#ast';
import type { SemanticModel, ValueUse } from '#semantics';

/** It stays where it is, others of the project have it, or an unrelated project does. */
export type WayOut = 'none' | 'project' | 'foreign';

/** The furthest of the ways that the result of a call goes. What a module makes at its top anybody may import. */
export function wayOut(made: Call, model: SemanticModel): WayOut {
  const ways = model.flow.destinations(made).map((use) => wayOfUse(use, model));
  if (model.context.defAround(made) === undefined && !model.context.isUnderMain(made)) ways.push('project');
  return ways.includes('foreign') ? 'foreign' : ways.includes('project') ? 'project' : 'none';
}

function wayOfUse({ kind, node }: ValueUse, model: SemanticModel): WayOut {
  switch (kind) {
    case 'argument':
      return node.kind === 'Call' ? wayThroughCall(node, model) : 'foreign';
    case 'return':
    case 'yield':
    case 'attribute-store':
    case 'subscript-store':
      return 'project';
    case 'other':
      return 'foreign';
    default:
      return 'none';
  }
}

/** What is printed or logged is not used; `args.run(args)` and functions of this file are the project's. */
function wayThroughCall(call: Call, model: SemanticModel): WayOut {
  if (model.effects.of(call) === 'log') return 'none';
  if (model.effects.of(call) === 'project' || model.names.definitionOf(call.func) !== undefined) return 'project';
  const isDispatch =
    call.func.kind === 'Subscript' ||
    /^(func|run|handler|command|fn|function|callback|main)$/.test(nameOfPlace(call.func) ?? '');
  return isDispatch ? 'project' : 'foreign';
}
