/** How far an object that a file makes goes. */
import { type Call, nameOfPlace } from '#ast';
import type { SemanticModel, ValueUse } from '#semantics';

/** It stays where it is, others of the project have it, or an unrelated project does. */
export type Escape = 'none' | 'project' | 'foreign';

/** How far the result of a call escapes. What a module makes at its top anybody may import. */
export function escapeOf(made: Call, model: SemanticModel): Escape {
  const escapes = model.flow.destinations(made).map((use) => escapeOfUse(use, model));
  if (model.context.defAround(made) === undefined && !model.context.isUnderMain(made)) escapes.push('project');
  return escapes.includes('foreign') ? 'foreign' : escapes.includes('project') ? 'project' : 'none';
}

function escapeOfUse({ kind, node }: ValueUse, model: SemanticModel): Escape {
  switch (kind) {
    case 'argument':
      return node.kind === 'Call' ? escapeThroughCall(node, model) : 'foreign';
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
function escapeThroughCall(call: Call, model: SemanticModel): Escape {
  if (model.effects.of(call) === 'log') return 'none';
  if (model.effects.of(call) === 'project' || model.names.definitionOf(call.func) !== undefined) return 'project';
  const isDispatch =
    call.func.kind === 'Subscript' ||
    /^(func|run|handler|command|fn|function|callback|main)$/.test(nameOfPlace(call.func) ?? '');
  return isDispatch ? 'project' : 'foreign';
}
