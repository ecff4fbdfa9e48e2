import { type AsyncFunctionDef, allNodes, type ClassDef, type FunctionDef, type Module } from '../ast/index.ts';
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
  for (const node of allNodes(module)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') {
      scopes.push({ start: node.start, end: node.end, name: node.name, outer: scopeAround(node, scopes.at(-1)) });
    }
  }
  return scopes.sort((a, b) => a.start - b.start);
}

function scopeAround(node: FunctionDef | AsyncFunctionDef | ClassDef, previous: Scope | undefined): Scope | undefined {
  let outer = previous;
  while (outer !== undefined && outer.end < node.end) outer = outer.outer;
  return outer;
}
