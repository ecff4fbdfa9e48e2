/** Queries by their text, and the rows that they give. */
import { type Call, type Expression, withoutAwait } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { templateOf } from '../texts/text-template.ts';

const READS = /^\s*(select|with)\b/i;
/** Gives one row at most. */
const SINGLE = /\blimit\s+1\b|\bfetch\s+first\b|\btop\s+1\b|\bexists\s*\(|\bcount\s*\(/i;
const ROWS = /^fetch(all|many)$|^(all|scalars|mappings)$/;

/** The text of the statement that a call is given, as it is or in `text(…)`, `?` for what is put into it. */
export function statementGivenTo({ args }: Call, model: SemanticModel): string | undefined {
  const [first] = args;
  const text = first?.kind === 'Call' && first.args.length === 1 ? first.args[0] : first;
  return text && templateOf(text, model);
}

/** That text where it reads; undefined for other statements. */
export function queryGivenTo(call: Call, model: SemanticModel): string | undefined {
  const query = statementGivenTo(call, model);
  return query !== undefined && READS.test(query) ? query : undefined;
}

/** Whether an expression holds the rows of a query: fetched from a cursor, or by a call whose text reads more than one. */
export function holdsRows(expression: Expression, model: SemanticModel): boolean {
  return [expression, ...model.flow.origins(expression)].some((origin) => {
    const call = withoutAwait(origin);
    if (call.kind !== 'Call' || call.func.kind !== 'Attribute') return false;
    const { attr } = call.func;
    if (ROWS.test(attr)) return attr.startsWith('fetch') || model.effects.of(call) === 'database';
    const query = attr === 'fetch' || attr === 'execute' ? queryGivenTo(call, model) : undefined;
    return query !== undefined && !SINGLE.test(query);
  });
}
