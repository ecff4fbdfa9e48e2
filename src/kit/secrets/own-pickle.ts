/** Pickles that hold only what the program itself has just put there, and parts of such as are unpickled anyway. */
import { type Call, type Expression, holds, lastName, type Name } from '../../ast/index.ts';
import { mentionsOfFunction } from '../../semantics/context/function-mentions.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Whether a call that loads a pickle from `source` has nothing to fear from it; `save` is the name of what writes it. */
export function isOwnPickle(load: Call, source: Expression | undefined, save: string, model: SemanticModel): boolean {
  const isNamed = source?.kind === 'Name' && isSavedHere(load, source, save, model);
  return isNamed || isInOwnFolder(load, source, model) || isPartOfUnpickler(load, model);
}

/** Saved and loaded in one function: a copy. */
function isSavedHere(load: Call, source: Name, save: string, { names, context }: SemanticModel): boolean {
  const fn = context.functionAround(load);
  if (fn === undefined) return false;
  return (names.resolve(source)?.references ?? []).some(({ parent }) => {
    if (parent?.kind !== 'Call' || parent.start > load.start) return false;
    return names.qualifiedName(parent.func) === save && context.functionAround(parent) === fn;
  });
}

/** In a temporary folder of the function, which puts there nothing that it gets from elsewhere. */
function isInOwnFolder(load: Call, source: Expression | undefined, model: SemanticModel): boolean {
  const fn = model.context.defAround(load);
  if (fn === undefined || source === undefined) return false;
  const origins = [source, ...model.flow.origins(source)];
  const isIn = origins.some((origin) =>
    holds(origin, (node) => node.kind === 'Name' && isTemporaryFolder(node, model)),
  );
  return isIn && !callsWithin([fn]).some((call) => brings(call, model));
}

function isTemporaryFolder(name: Name, { names }: SemanticModel): boolean {
  return (names.resolve(name)?.definitions ?? []).some(
    ({ value }) => value?.kind === 'Call' && TEMPORARY.has(names.qualifiedName(value.func) ?? ''),
  );
}

const TEMPORARY: ReadonlySet<string> = new Set(['tempfile.TemporaryDirectory', 'tempfile.mkdtemp']);
function brings(call: Call, { effects }: SemanticModel): boolean {
  return effects.of(call) === 'network' || BRINGS.test(lastName(call.func) ?? '');
}

const BRINGS = /download|fetch|retriev|extract|unpack|unzip|copyfile|copy2|write_bytes/i;

/** What an unpickler makes of a class that the data names: the rest of that data runs whatever it wants. */
function isPartOfUnpickler(load: Call, model: SemanticModel): boolean {
  const fn = model.context.defAround(load);
  if (fn === undefined) return false;
  return mentionsOfFunction(model, fn).some((mention) => model.context.defAround(mention)?.name === 'find_class');
}
