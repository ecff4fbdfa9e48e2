/** Pickles that hold only what the program itself has just put there, and parts of such as are unpickled anyway. */
import { argumentValues, type Call, type Expression, holds, lastName, type Name, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { argumentsOfCalls } from '#semantics/context/arguments-of-calls';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { openedPath } from '#semantics/files/opened-path';
import { pathKey } from '#semantics/files/path-key';

/** Whether a call that loads a pickle from `source` has nothing to fear from it; `save` is the name of what writes it. */
export function isOwnPickle(load: Call, source: Expression | undefined, save: string, model: SemanticModel): boolean {
  const isNamed = source?.kind === 'Name' && isSavedHere(load, source, save, model);
  return isNamed || isInOwnFolder(load, source, model) || isPartOfUnpickler(load, model);
}

/**
 * A call of this file that saves what `source` is loaded from, where all that it may be is saved here: to the same path, as it is
 * written, held by an attribute or made by a function of the file, also through an open file and a parameter that all calls of
 * this file give such a path.
 */
export function ownSaveOf(source: Expression | undefined, save: string, model: SemanticModel): Call | undefined {
  const keys = source === undefined ? [] : pathKeysOf(source, model, 0);
  if (keys.length === 0) return undefined;
  const owner = model.context.classAround(source ?? model.source.module);
  const saves = nodesOf(model.source.module, 'Call').flatMap((call) => {
    const target = model.names.qualifiedName(call.func) === save ? model.values.givenArgument(call, 'f', 1) : undefined;
    // `self.path` is another file in another class.
    const isOwn = model.context.classAround(call) === owner;
    const saved = target === undefined ? [] : pathKeysOf(target, model, 0);
    return { call, saved: saved.filter((key) => isOwn || !key.includes('self.')) };
  });
  const found = keys.map((key) => saves.find(({ saved }) => saved.includes(key))?.call);
  return found.includes(undefined) ? undefined : found[0];
}

/** The answer to a request that carries a pickle itself: who unpickles that is part of the same program. */
export function answersPickle(answer: Expression, load: string, { flow, names }: SemanticModel): boolean {
  const save = load.replace(/load(s?)$/, 'dump$1');
  const requests = answer.kind === 'Attribute' ? flow.origins(answer.value) : [answer];
  return requests.some(
    (request) =>
      request.kind === 'Call' &&
      argumentValues(request).some((given) =>
        flow.origins(given).some((at) => at.kind === 'Call' && names.qualifiedName(at.func) === save),
      ),
  );
}

/** What the paths are by `pathKey` that a file is opened by; none where one is not known. */
function pathKeysOf(source: Expression, model: SemanticModel, depth: number): readonly string[] {
  const key = pathKey(source, model) ?? pathKey(model.flow.whole(source), model);
  if (key !== undefined) return [key];
  if (source.kind !== 'Name' || depth > 2) return [];
  const definitions = model.names.resolve(source)?.definitions ?? [];
  const [only, second] = definitions;
  if (only?.kind === 'with' && only.value?.kind === 'Call') {
    const handles = model.flow
      .reachingDefinitions(source)
      .flatMap(({ kind, value }) =>
        kind === 'with' && value?.kind === 'Call' ? (openedPath(value, model)?.path ?? []) : [],
      );
    return handles.flatMap((path) => pathKeysOf(path, model, depth + 1));
  }
  return second === undefined && only?.kind === 'parameter' ? keysGiven(source, model, depth) : [];
}

/** Where every call in this file gives one that is known. */
function keysGiven(name: Name, model: SemanticModel, depth: number): readonly string[] {
  const given = argumentsOfCalls(name, model).map((path) => pathKeysOf(path, model, depth + 1));
  return given.some((keys) => keys.length === 0) ? [] : given.flat();
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
  return isIn && !callsWithin([fn]).some((call) => fetches(call, model));
}

function isTemporaryFolder(name: Name, { names }: SemanticModel): boolean {
  return (names.resolve(name)?.definitions ?? []).some(
    ({ value }) => value?.kind === 'Call' && TEMPORARY.has(names.qualifiedName(value.func) ?? ''),
  );
}

const TEMPORARY: ReadonlySet<string> = new Set(['tempfile.TemporaryDirectory', 'tempfile.mkdtemp']);
function fetches(call: Call, { effects }: SemanticModel): boolean {
  return effects.of(call) === 'network' || FETCHING.test(lastName(call.func) ?? '');
}

const FETCHING = /download|fetch|retriev|extract|unpack|unzip|copyfile|copy2|write_bytes/i;

/** What an unpickler makes of a class that the data names: the rest of that data runs whatever it wants. */
function isPartOfUnpickler(load: Call, model: SemanticModel): boolean {
  const fn = model.context.defAround(load);
  if (fn === undefined) return false;
  return mentionsOfFunction(model, fn).some((mention) => model.context.defAround(mention)?.name === 'find_class');
}
