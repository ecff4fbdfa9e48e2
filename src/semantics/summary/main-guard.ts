import { nodesOf } from '../../ast/index.ts';
import { mainGuards } from '../context/entry-point.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/** What the module's own code does only where the file is run as a program. */
export function summarizeMain({ source, context, types }: SemanticModel): Pick<ModuleSummary, 'main'> {
  const spans = mainGuards(source).flatMap(({ body }) => {
    const [first, last] = [body[0], body.at(-1)];
    return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }];
  });
  if (spans.length === 0) return {};
  const within = new Set<string>();
  const elsewhere = new Set<string>();
  for (const call of nodesOf(source.module, 'Call')) {
    const callee = context.defAround(call) === undefined ? types.calleeName(call.func) : undefined;
    if (callee === undefined) continue;
    (spans.some(({ start, end }) => start <= call.start && call.end <= end) ? within : elsewhere).add(callee);
  }
  const { text } = source;
  return {
    main: {
      lines: spans.map(({ start, end }) => [text.lineAt(start), text.lineAt(end)]),
      calls: [...within].filter((callee) => !elsewhere.has(callee)).sort(),
    },
  };
}
