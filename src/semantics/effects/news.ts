/** Whether the failure of a call tells of the world outside the code: a file, a server, a database, other parts of the project. */
import type { Call } from '../../ast/index.ts';
import type { Effect, Effects } from '../effects.ts';
import type { SemanticModel } from '../model.ts';
import { callsWithin } from './calls-within.ts';
import { definitionCalled } from './definition-called.ts';

const OUTSIDE: ReadonlySet<Effect> = new Set<Effect>(['network', 'file', 'database']);
const MAX_DEPTH = 2;

export function isNews(model: SemanticModel, effects: Effects, call: Call, depth = 0): boolean {
  const effect = effects.of(call);
  if (OUTSIDE.has(effect)) return true;
  if (effect !== 'project') return false;
  const definition = definitionCalled(model, call);
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
