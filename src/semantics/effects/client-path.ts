/** The path to the method of a client that this file does not make. */
import type { Call, Expression } from '../../ast/index.ts';
import { MODEL_WORK } from '../../knowledge/long-work.ts';
import { WAITING_METHODS } from '../../knowledge/synchronous-clients.ts';
import type { SemanticModel } from '../model.ts';
import { isKnownDone } from './answered-already.ts';
import { isCursorTaken } from './consumed.ts';

/** `app.store.get_store().table().select().execute`: queries are put together in more steps than other ways have. */
export function clientPath(model: SemanticModel, call: Call): string | undefined {
  if (call.func.kind !== 'Attribute' || !(WAITING_METHODS.has(call.func.attr) || MODEL_WORK.has(call.func.attr)))
    return undefined;
  if (call.func.attr === 'find' && !isCursorTaken(call, model)) return undefined;
  if (isKnownDone(model, call, call.func.value)) return undefined;
  const steps: string[] = [];
  let at: Expression = call.func;
  while (true) {
    if (model.types.nameInApplication(at) !== undefined) break;
    const held = at.kind === 'Attribute' ? heldAs(at, model) : undefined;
    if (held !== undefined) return extend(model.effects.projectPath({ func: held }), steps);
    if (at.kind === 'Attribute') {
      steps.unshift(`.${at.attr}`);
      at = at.value;
    } else if (at.kind === 'Call' && at.func.kind === 'Attribute') {
      steps.unshift('()');
      at = at.func;
    } else break;
  }
  return extend(model.effects.projectPath({ func: at }), steps);
}

/** `self.store = get_store()`: what the one call that fills the attribute gives, if nothing here says what that is. */
function heldAs(attribute: Expression, model: SemanticModel): Call | undefined {
  const made = model.state.lifeOf(attribute)?.of('create') ?? [];
  const values = made.flatMap(({ value }) => value ?? []).filter(({ kind }) => kind !== 'Constant');
  const [only, ...others] = values;
  return only?.kind === 'Call' && others.length === 0 ? only : undefined;
}

const extend = (root: string | undefined, steps: readonly string[]): string | undefined =>
  root === undefined ? undefined : root + steps.join('');
