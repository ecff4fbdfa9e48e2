/** What code takes without calling it, or calls without its class being known: something may run that. */
import { type Attribute, type Expression, type Name, nodesOf } from '../../ast/index.ts';
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import type { SemanticModel } from '../model.ts';

/** Functions of modules by their qualified names (`graph.add_node("plan", steps.plan)`), attributes of whatever it is as `.name`. */
export function* takenIn(model: SemanticModel): Generator<{ readonly at: Expression; readonly name: string }> {
  for (const { definitions, references } of model.names.moduleScope.bindings.values()) {
    const [first] = definitions;
    if (first === undefined || !TAKEN.has(first.kind)) continue;
    for (const reference of references) {
      const at = outermost(reference);
      if (isCalled(at) || isInDecorator(at)) continue;
      const name = model.names.qualifiedName(at);
      if (name !== undefined && isOfFunction(name)) yield { at, name };
    }
  }
  for (const at of nodesOf(model.source.module, 'Attribute'))
    if (at.ctx === 'Load' && isHanded(at) && isDistinctive(at.attr)) yield { at, name: `.${at.attr}` };
}

/** `find_open_orders`, `findOpenOrders`: names of one word are those of many things. */
export const isDistinctive = (name: string): boolean => /[a-z\d](?:_[a-z\d]|[A-Z])/.test(name);

const TAKEN: ReadonlySet<string> = new Set(['function', 'import', 'from-import']);

/** `steps.plan` of `steps`. */
function outermost(name: Name): Expression {
  let at: Expression = name;
  while (at.parent?.kind === 'Attribute') at = at.parent;
  return at;
}

const isCalled = (at: Expression): boolean => at.parent?.kind === 'Call' && at.parent.func === at;

/** Classes have their own ways to be run. */
const isOfFunction = (name: string): boolean =>
  /(?:^|\.)[a-z_]\w*$/.test(name) && !STANDARD_LIBRARY_MODULES.has(name.split('.', 1)[0] ?? '');

/** All that a function holds itself are its decorators and what it gives. */
function isInDecorator(at: Expression): boolean {
  const { parent } = at;
  return (parent?.kind === 'FunctionDef' || parent?.kind === 'AsyncFunctionDef') && parent.returns !== at;
}

/** Given to a call, or put into a table. */
const isHanded = (at: Attribute): boolean => !isCalled(at) && HANDING.has(at.parent?.kind ?? '');

const HANDING: ReadonlySet<string> = new Set(['Call', 'keyword', 'Dict', 'List', 'Tuple', 'Set']);
