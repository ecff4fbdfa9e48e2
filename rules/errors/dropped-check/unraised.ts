/** Exceptions that a statement makes and drops: the refusal is written, and nothing is refused. */
import { blockAround, type Call, dottedName, type Expression, lastName, nodesOf } from '#ast';
import { EXCEPTION_ALIASES, EXCEPTION_BASES } from '#knowledge/exception-hierarchy';
import type { SemanticModel } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';

export interface Unraised {
  readonly at: Call;
  /** As it is written: `ValueError`, `self.server.error`. */
  readonly written: string;
  /** Where the same callee is behind `raise`, if that is what says that it makes an exception. */
  readonly raised?: Expression;
  /** It is a function out of sight, which may raise by itself. */
  readonly mayRaiseItself: boolean;
}

/** `ValueError("…")` as a statement of its own, and `self.error("…")` where the file elsewhere says `raise self.error(…)`. */
export function exceptionsUnraised(model: SemanticModel): readonly Unraised[] {
  const calls = nodesOf(model.source.module, 'Expr').flatMap(({ value }) => (value.kind === 'Call' ? value : []));
  if (calls.length === 0) return [];
  const raised = calleesRaised(model);
  return calls.flatMap((at): Unraised[] => {
    const written = dottedName(at.func);
    if (written === undefined || isAbstract(at, model)) return [];
    if (isException(at.func, model)) return [{ at, written, mayRaiseItself: false }];
    const elsewhere = raised.get(written);
    if (elsewhere === undefined || !isFollowed(at)) return [];
    const definition = definitionCalled(model, at);
    // What a function of this file does is seen: one that never gives anything back raises by itself.
    if (definition !== undefined && definition.kind !== 'ClassDef' && !model.flow.exits(definition.body).returns)
      return [];
    return [{ at, written, raised: elsewhere, mayRaiseItself: definition === undefined && !isClassName(written) }];
  });
}

/** The body of an abstract method never runs. */
function isAbstract(call: Call, { context }: SemanticModel): boolean {
  return context.defAround(call)?.decorator_list.some((each) => lastName(each) === 'abstractmethod') === true;
}

function calleesRaised({ source }: SemanticModel): ReadonlyMap<string, Expression> {
  const callees = new Map<string, Expression>();
  for (const { exc } of nodesOf(source.module, 'Raise')) {
    const written = exc?.kind === 'Call' ? dottedName(exc.func) : undefined;
    if (exc !== undefined && written !== undefined && !callees.has(written)) callees.set(written, exc);
  }
  return callees;
}

/** A class of the interpreter, of a known library, or of this file below one of these. */
function isException(func: Expression, model: SemanticModel, depth = 0): boolean {
  const name = model.names.qualifiedName(func);
  if (name !== undefined && (EXCEPTION_BASES.has(name) || EXCEPTION_ALIASES.has(name))) return true;
  const definition = depth < MAX_BASES ? model.names.definitionOf(func) : undefined;
  // One that does something when it is made may be made for that.
  if (definition?.kind !== 'ClassDef' || model.state.methodsOf(definition).has('__init__')) return false;
  return definition.bases.some((base) => isException(base, model, depth + 1));
}

const MAX_BASES = 5;

const isClassName = (written: string): boolean => /^[A-Z]/.test(written.slice(written.lastIndexOf('.') + 1));

/** Anyone who writes something behind it in its block means that to run. */
function isFollowed({ parent: statement }: Call): boolean {
  return statement !== undefined && blockAround(statement).at(-1) !== statement;
}
