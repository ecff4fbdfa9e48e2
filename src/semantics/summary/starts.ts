/** Functions handed to threads, executors, tasks and frameworks: who will run them. */
import { type Call, type ClassDef, type Expression, stringConstant, walk } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { importsModule } from '../names/imports-module.ts';
import type { SummaryStart } from '../summary.ts';
import { placeOf } from './place.ts';

/** The functions that a call sets going, by qualified name. */
export function startedBy(call: Call, model: SemanticModel): SummaryStart[] {
  const start = model.context.startOf(call);
  if (start === undefined) return servedBy(call, model);
  const { how, run } = start;
  const targets = how === 'task' ? awaitedBy(run, model) : targetsOf(run, model);
  return targets.map((target) => ({ target, how, place: placeOf(call, model) }));
}

/** `path("orders/", login_required(views.list_orders))` of a URLconf; classes of views tell of themselves. */
function servedBy(call: Call, model: SemanticModel): SummaryStart[] {
  if (!ROUTING.test(model.names.qualifiedName(call.func) ?? '')) return [];
  let view = model.values.givenArgument(call, 'view', 1);
  while (view?.kind === 'Call') view = view.args[0];
  if (view === undefined) return [];
  return targetsOf(view, model).map((target) => ({ target, how: 'route', place: placeOf(call, model) }));
}

const ROUTING = /^django\.(?:urls\.(?:re_)?path|conf\.urls\.url)$/;

/** Pass on what they are given to await. */
const AWAITERS: ReadonlySet<string> = new Set(['asyncio.wait_for', 'asyncio.shield', 'asyncio.gather', 'asyncio.wait']);

/** The coroutine functions of `f(…)`, `wait_for(f(…), 5)`, `gather(f(…), g(…))`. */
function awaitedBy(expression: Expression, model: SemanticModel): string[] {
  if (expression.kind !== 'Call') return targetsOf(expression, model);
  const callee = model.types.calleeName(expression.func);
  if (callee === undefined) return [];
  return AWAITERS.has(callee) ? expression.args.flatMap((argument) => awaitedBy(argument, model)) : [callee];
}

/** `f`, `self.f`, `partial(f, …)`, `lambda: f(…)`; what some other call gives back is not known. */
function targetsOf(expression: Expression, model: SemanticModel): string[] {
  if (expression.kind === 'Lambda') return calledIn(expression.body, model);
  if (expression.kind === 'Call') {
    const [first] = expression.args;
    const isPartial = model.types.calleeName(expression.func) === 'functools.partial';
    return isPartial && first !== undefined ? targetsOf(first, model) : [];
  }
  // `queue.enqueue("shop.mail.send", address)`.
  const text = stringConstant(expression);
  const named = text ?? model.types.calleeName(expression);
  return named === undefined ? [] : [named];
}

/** `functions = [remind, report]` of the settings of a worker of arq. */
export function startedByClass(classDef: ClassDef, model: SemanticModel): SummaryStart[] {
  const functions = model.names.scopeOf(classDef)?.bindings.get('functions')?.definitions[0]?.value;
  const isOfArq = importsModule(/^arq(?:\.|$)/, model.names);
  if (functions?.kind !== 'List' || (classDef.name !== 'WorkerSettings' && !isOfArq)) return [];
  return functions.elts.flatMap((each) =>
    targetsOf(each, model).map((target): SummaryStart => ({ target, how: 'task', place: placeOf(each, model) })),
  );
}

function calledIn(body: Expression, model: SemanticModel): string[] {
  const found: string[] = [];
  walk(body, (node) => {
    const callee = node.kind === 'Call' ? model.types.calleeName(node.func) : undefined;
    if (callee !== undefined) found.push(callee);
  });
  return found;
}
