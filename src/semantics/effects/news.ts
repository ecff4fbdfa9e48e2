/** Whether the failure of a call tells of the world outside the code: a file, a server, a database, other parts of the project. */
import type { AsyncFunctionDef, Call, FunctionDef } from '../../ast/index.ts';
import type { Effect, Effects } from '../effects.ts';
import type { SemanticModel } from '../model.ts';
import { callsWithin } from './calls-within.ts';

const OUTSIDE: ReadonlySet<Effect> = new Set<Effect>(['network', 'file', 'database']);
const MAX_DEPTH = 2;

export function isNews(model: SemanticModel, effects: Effects, call: Call, depth = 0): boolean {
  const effect = effects.of(call);
  if (OUTSIDE.has(effect)) return true;
  if (effect !== 'project') return false;
  const definition = definitionOf(model, call);
  if (definition === undefined) return !isParser(call) && !isPlainImport(model, call);
  if (definition.kind === 'ClassDef') return false;
  return depth < MAX_DEPTH && callsWithin(definition.body).some((inner) => isNews(model, effects, inner, depth + 1));
}

/** A function or class of another module whose call is not awaited: on real code most of these compute. */
function isPlainImport(model: SemanticModel, call: Call): boolean {
  return call.parent?.kind !== 'Await' && model.names.qualifiedName(call.func) !== undefined;
}

/** A function of another module that only parses, by its name: that is not seen from here. */
function isParser({ func }: Call): boolean {
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  return /^_*(?:parse|decode|deserialize|format|normalize|split|strip)(?:_|$)/.test(name);
}

/** The function or class of this file that is called; methods through `self` included. */
function definitionOf(model: SemanticModel, { func }: Call): ReturnType<SemanticModel['names']['definitionOf']> {
  if (func.kind !== 'Attribute') return model.names.definitionOf(func);
  const owner = model.types.classDefOf(func.value) ?? ownClass(model, func.value);
  const method: FunctionDef | AsyncFunctionDef | undefined =
    owner === undefined ? undefined : model.state.methodsOf(owner).get(func.attr);
  return method ?? model.names.definitionOf(func);
}

function ownClass(model: SemanticModel, receiver: Call['func']): ReturnType<SemanticModel['context']['classAround']> {
  const isOwn = receiver.kind === 'Name' && (receiver.id === 'self' || receiver.id === 'cls');
  return isOwn ? model.context.classAround(receiver) : undefined;
}
