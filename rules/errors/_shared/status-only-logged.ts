/** Answers of servers whose status nobody acts on. */
import { ancestors, type Expression, type If, isWithin, keptLocal, type Name, type Stmt } from '#ast';
import type { SemanticModel } from '#semantics';

/** `answer = requests.post(…)`, and whatever is read of it, if anything, goes into a log, or decides only what a log says. */
export function isOnlyLogged(given: Expression, model: SemanticModel): boolean {
  const local = keptLocal(given);
  const binding = local === undefined ? undefined : model.names.resolve(local);
  if (binding?.scope.kind !== 'function' || binding.definitions.length !== 1) return false;
  const uses = binding.references.filter((each) => each !== local);
  return uses.every((use) => goesIntoLog(use, model));
}

/** Attributes by which an answer is asked how it went. */
export const STATUS =
  /^(?:raise_for_status|status|status_code|ok|reason|is_success|is_error|is_client_error|is_server_error)$/;

/** `if not answer.ok: log.warning(…)`: someone asks how it went, and says so. */
export function statusTested(given: Expression, { names }: SemanticModel): Name | undefined {
  const local = keptLocal(given);
  const uses = local === undefined ? [] : (names.resolve(local)?.references ?? []);
  return uses.find(
    (use) =>
      use.parent?.kind === 'Attribute' &&
      STATUS.test(use.parent.attr) &&
      [...ancestors(use)].some((around) => around.kind === 'If' && isWithin(use, around.test)),
  );
}

function goesIntoLog(use: Name, model: SemanticModel): boolean {
  for (const around of ancestors(use)) {
    if (around.kind === 'Call' && model.effects.of(around) === 'log') return true;
    if (around.kind === 'If') return isWithin(use, around.test) && onlyLogs(around, model);
    if (around.kind === 'Assign' || around.kind === 'Return' || around.kind === 'FunctionDef') return false;
  }
  return false;
}

function onlyLogs({ body, orelse }: If, model: SemanticModel): boolean {
  const isLog = (each: Stmt): boolean =>
    each.kind === 'Pass' ||
    (each.kind === 'Expr' && each.value.kind === 'Call' && model.effects.of(each.value) === 'log');
  return [...body, ...orelse].every(isLog);
}
