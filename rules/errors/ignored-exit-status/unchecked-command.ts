/** Commands whose failure a handler waits for that never comes: without `check=True` nothing is raised. */
import { boundTarget, type Call, callKeyword, type ExceptHandler, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

export interface UncheckedCommand {
  readonly command: Call;
  readonly handler: ExceptHandler;
}

/**
 * In the body of a `try` with a handler for `CalledProcessError`, where nothing else could raise that and nobody looks at the
 * exit code.
 */
export function uncheckedCommands(model: SemanticModel): readonly UncheckedCommand[] {
  return nodesOf(model.source.module, 'ExceptHandler').flatMap((handler): UncheckedCommand[] => {
    const { catches, tried } = model.handlers.describe(handler);
    if (!catches.includes(FAILED)) return [];
    const calls = callsWithin(tried);
    const commands = calls.filter((call) => model.effects.of(call) === 'process');
    if (!commands.every((call) => isUnchecked(call, model) && isUnread(call, model))) return [];
    return calls.some((call) => mayFailAsCommand(call, model)) ? [] : commands.map((command) => ({ command, handler }));
  });
}

const FAILED = 'subprocess.CalledProcessError';

/** It returns the status and raises nothing for one that is not 0; `check=flag` may be true. */
export function isUnchecked(call: Call, model: SemanticModel): boolean {
  const name = model.names.qualifiedName(call.func);
  if (name === 'subprocess.call' || name === 'os.system') return true;
  if (name !== 'subprocess.run' || call.keywords.some(({ arg }) => arg === undefined)) return false;
  const check = callKeyword(call, 'check')?.value;
  const folded = check === undefined ? undefined : model.values.fold(check);
  return check === undefined || (folded?.kind === 'bool' && !folded.value);
}

/** A function of the project may run a command that is checked; so may what nobody knows. */
function mayFailAsCommand(call: Call, model: SemanticModel): boolean {
  if (call.func.kind === 'Attribute' && call.func.attr === 'check_returncode') return true;
  const effect = model.effects.of(call);
  return effect === 'project' || effect === 'unknown';
}

/** The result is dropped, or only what the command wrote is read of it. */
function isUnread(call: Call, model: SemanticModel): boolean {
  const { parent } = call;
  if (parent?.kind === 'Expr') return true;
  if (parent?.kind === 'Attribute') return OUTPUT.has(parent.attr);
  const target = boundTarget(call);
  const binding = target?.kind === 'Name' ? model.names.resolve(target) : undefined;
  if (binding === undefined || binding.definitions.length !== 1) return false;
  return binding.references.every(({ parent: use }) => use?.kind === 'Attribute' && OUTPUT.has(use.attr));
}

const OUTPUT: ReadonlySet<string> = new Set(['stdout', 'stderr', 'args']);
