import type { Span } from '../../text/index.ts';
import type { AsyncFunctionDef, ClassDef, Expression, FunctionDef, Module } from '../nodes.generated.ts';
import { nodesOf } from '../visit.ts';

/** What `def` and `class` make, as a node. */
export type DefinitionNode = FunctionDef | AsyncFunctionDef | ClassDef;

/** What `def` makes, `async` or not. */
export type Def = FunctionDef | AsyncFunctionDef;

/** Every function and method of a module, nested ones included: plain ones first, then those that are `async`. */
export function defsOf(module: Module): readonly Def[] {
  return [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
}

/** Where the name of a definition stands. */
export function nameSpan(definition: DefinitionNode): Span {
  return { start: definition.name_start, end: definition.name_start + definition.name.length };
}

/** Whether a method is handed neither its object nor its class. */
export function isStaticMethod({ decorator_list: decorators }: Def): boolean {
  return decorators.some((decorator) => decorator.kind === 'Name' && decorator.id === 'staticmethod');
}

/** A decorator: what it names, and the arguments it is called with, if it is. */
export interface Decorator {
  /** `functools.cache` of both `@functools.cache` and `@functools.cache(maxsize=1)`. */
  readonly callee: Expression;
  readonly node: Expression;
  readonly isCalled: boolean;
}

/** The decorators, outermost first. */
export function decoratorsOf(definition: DefinitionNode): Decorator[] {
  return definition.decorator_list.map((node) => {
    const isCalled = node.kind === 'Call';
    return { callee: isCalled ? node.func : node, node, isCalled };
  });
}
