import { type AsyncFunctionDef, type ClassDef, type FunctionDef, type Module, walk } from '../ast/index.ts';
import type { Span } from '../text/index.ts';

/** Names the innermost function or class around a place in one file: `Class.method`, '' for the module. */
export class ScopeFinder {
  #scopes: readonly (FunctionDef | AsyncFunctionDef | ClassDef)[] | undefined;

  constructor(readonly module: Module) {}

  scopeAround(span: Span): string {
    const names: string[] = [];
    // Outer scopes come before inner ones, so the names are in order.
    for (const scope of this.#all()) if (scope.start <= span.start && span.end <= scope.end) names.push(scope.name);
    return names.join('.');
  }

  #all(): readonly (FunctionDef | AsyncFunctionDef | ClassDef)[] {
    this.#scopes ??= collectScopes(this.module);
    return this.#scopes;
  }
}

function collectScopes(module: Module): (FunctionDef | AsyncFunctionDef | ClassDef)[] {
  const scopes: (FunctionDef | AsyncFunctionDef | ClassDef)[] = [];
  walk(module, (node) => {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') scopes.push(node);
  });
  return scopes;
}
