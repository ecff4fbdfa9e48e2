import type { AsyncFunctionDef, ClassDef, FunctionDef } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryPlace } from '../summary.ts';

export function placeOf(span: Span, model: SemanticModel): SummaryPlace {
  const start = model.source.text.positionAt(span.start);
  const end = model.source.text.positionAt(span.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Whether a definition stands below an `if`, `try`, `for` or `with` of its scope, not in the scope itself. */
export function isInBranch({ parent }: FunctionDef | AsyncFunctionDef | ClassDef): boolean {
  switch (parent?.kind) {
    case 'Module':
    case 'ClassDef':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return false;
    default:
      return true;
  }
}
