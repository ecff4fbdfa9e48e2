import type { AsyncFunctionDef, ClassDef, FunctionDef } from '../../ast/index.ts';
import type { Span } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryLines, SummaryPlace } from '../summary.ts';

export function placeOf(span: Span, model: SemanticModel): SummaryPlace {
  const { text } = model.source;
  const line = text.lineAt(span.start);
  // Most are names and calls that are on one line, whose end need not be looked for.
  const endLine = span.end < text.lineStart(line + 1) ? line : text.lineAt(span.end);
  return {
    line,
    column: span.start - text.lineStart(line) + 1,
    endLine,
    endColumn: span.end - text.lineStart(endLine) + 1,
  };
}

export function linesOf(definition: FunctionDef | AsyncFunctionDef | ClassDef, model: SemanticModel): SummaryLines {
  const { text } = model.source;
  const start = definition.decorator_list[0]?.start ?? definition.start;
  return [text.lineAt(start), text.lineAt(definition.end)];
}

/** Whether a definition is below an `if`, `try`, `for` or `with` of its scope, not in the scope itself. */
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
