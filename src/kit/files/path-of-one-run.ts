/** Paths that no later run of the program meets again, because a part of them is made anew. */
import { type Call, type Expression, holds, type Name } from '../../ast/index.ts';
import type { Binding, SemanticModel } from '../../semantics/index.ts';
import { argumentsOfCalls } from '../calls/arguments-of-calls.ts';
import { isClockRead } from '../calls/clock-reads.ts';

/**
 * Whether a part of the path comes from the clock, a random identifier, a temporary folder or Hydra's folder for the run:
 * through names, attributes, functions of the file, and parameters for which all calls in the file give such a path.
 */
export function isPathOfOneRun(
  path: Expression,
  model: SemanticModel,
  depth = 0,
  met: Set<Binding> = new Set(),
): boolean {
  if (depth > MAX_DEPTH) return false;
  const asked = (value: Expression | undefined): boolean =>
    value !== undefined && value !== path && isPathOfOneRun(value, model, depth + 1, met);
  return holds(path, (node) => {
    switch (node.kind) {
      case 'Call':
        return isMadeAnew(node, model) || returnedBy(node, model).some(asked);
      case 'Name':
        return isNew(node, met, model) && valuesOf(node, model, depth).some(asked);
      case 'Attribute': {
        const made = model.state.lifeOf(node)?.of('create') ?? [];
        return made.length > 0 && made.every(({ value }) => asked(value));
      }
      default:
        return false;
    }
  });
}

/** Of names that are bound by each other each is asked once: what it holds is the same wherever it is met. */
function isNew(name: Name, met: Set<Binding>, { names }: SemanticModel): boolean {
  const binding = names.resolve(name);
  return binding !== undefined && !met.has(binding) && met.add(binding).size > 0;
}

const MAX_DEPTH = 5;
const MADE_ANEW =
  /^(?:uuid|tempfile|secrets|ulid|shortuuid)\.|^time\.strftime$|^hydra\.core\.hydra_config\.HydraConfig\./;

function isMadeAnew(call: Call, model: SemanticModel): boolean {
  return isClockRead(call, model) || MADE_ANEW.test(model.types.calleeName(call.func) ?? '');
}

function returnedBy({ func }: Call, { names, flow }: SemanticModel): readonly Expression[] {
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return [];
  const fn = names.definitionOf(func);
  return fn?.kind === 'FunctionDef' ? flow.returnValues(fn).flatMap((value) => value ?? []) : [];
}

/** What a name is bound to; of a parameter what the calls give, where they all give the same kind of thing. */
function valuesOf(name: Name, model: SemanticModel, depth: number): readonly Expression[] {
  const definitions = model.names.resolve(name)?.definitions ?? [];
  return definitions.flatMap(({ kind, value }) => {
    if (kind !== 'parameter') return value ?? [];
    const given = argumentsOfCalls(name, model);
    // A function that calls itself gives what it was given.
    const further = Math.max(depth + 1, MAX_DEPTH - 1);
    return given.length > 0 && given.every((each) => isPathOfOneRun(each, model, further)) ? given : [];
  });
}
