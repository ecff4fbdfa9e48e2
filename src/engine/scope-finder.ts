import { type AsyncFunctionDef, type ClassDef, type FunctionDef, type Module, nodesOf } from '../ast/index.ts';
import type { Span } from '../text/index.ts';
import { lastStartingBefore } from './spans.ts';

/** Names the innermost function or class around a place in one file: `Class.method`, '' for the module. */
export class ScopeFinder {
  #scopes: readonly Scope[] | undefined;

  constructor(readonly module: Module) {}

  scopeAround(span: Span): string {
    this.#scopes ??= collectScopes(this.module);
    const names: string[] = [];
    for (let scope = lastStartingBefore(this.#scopes, span.start); scope !== undefined; scope = scope.outer) {
      if (span.end <= scope.end) names.push(scope.name);
    }
    return names.reverse().join('.');
  }
}

interface Scope extends Span {
  readonly name: string;
  readonly outer: Scope | undefined;
}

/** In source order, outer before inner. */
function collectScopes(module: Module): Scope[] {
  const scopes: Scope[] = [];
  const definitions = [
    ...nodesOf(module, 'FunctionDef'),
    ...nodesOf(module, 'AsyncFunctionDef'),
    ...nodesOf(module, 'ClassDef'),
  ].sort((a, b) => a.start - b.start);
  for (const node of definitions) {
    scopes.push({ start: node.start, end: node.end, name: node.name, outer: scopeAround(node, scopes.at(-1)) });
  }
  return scopes;
}

function scopeAround(node: FunctionDef | AsyncFunctionDef | ClassDef, previous: Scope | undefined): Scope | undefined {
  let outer = previous;
  while (outer !== undefined && outer.end < node.end) outer = outer.outer;
  return outer;
}
