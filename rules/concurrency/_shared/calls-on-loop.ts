/** What a coroutine does on the event loop while the loop serves others. */
import { type AsyncFunctionDef, type Call, decoratorsOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** Calls that the coroutine itself makes, and neither awaits nor goes through in turns; none where it runs before anything is served, or after. */
export function callsOnLoop(fn: AsyncFunctionDef, model: SemanticModel): readonly Call[] {
  if (runsBesideServing(fn, model)) return [];
  return callsWithin(fn.body).filter((call) => call.parent?.kind !== 'Await' && !isTakenInTurns(call));
}

/** `async for part in engine.generate(prompt)`, in a comprehension too: the call only makes what is then awaited turn by turn. */
const isTakenInTurns = (call: Call): boolean => {
  const { parent } = call;
  const isAsync = parent?.kind === 'AsyncFor' || (parent?.kind === 'comprehension' && parent.is_async !== 0);
  return isAsync && parent.iter === call;
};

/** A lifespan or a hook of start and end: servers take no request before the one, and have answered all before the other. */
function runsBesideServing(fn: AsyncFunctionDef, model: SemanticModel): boolean {
  if (/(^|_)(lifespan|startup)$/i.test(fn.name)) return true;
  return decoratorsOf(fn).some(
    ({ callee }) =>
      (callee.kind === 'Attribute' && callee.attr === 'on_event') ||
      (model.names.qualifiedName(callee) === 'contextlib.asynccontextmanager' && takesApplication(fn, model)),
  );
}

function takesApplication({ args }: AsyncFunctionDef, model: SemanticModel): boolean {
  const [first] = args.args;
  if (first === undefined) return false;
  const type = first.annotation && model.types.annotatedClass(first.annotation);
  return /^_?app(lication)?$/.test(first.arg) || /\b(FastAPI|Starlette)$/.test(type ?? '');
}
