import type { Span } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryPlace } from '../summary.ts';

export function placeOf(span: Span, model: SemanticModel): SummaryPlace {
  const start = model.source.text.positionAt(span.start);
  const end = model.source.text.positionAt(span.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
