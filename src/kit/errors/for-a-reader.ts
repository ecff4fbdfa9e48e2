/** Functions whose answers somebody reads: a text is what they are for. */
import { type Def, decoratorsOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Functions that report on a state, or that a language model calls, by their names. */
const REPORTING =
  /(?:^|_)(?:health|healthy|healthz|status|diagnos\w*|test|tests|debug|describe|preview|tool|tools)(?:_|$)/i;
const TOOL = /tool/i;
const TOOLS_MODULE = /(?:^|[._])(?:tools?|toolkits?|skills?|actions?)(?:[._]|$)/i;

/** Reports on a state, or is a tool of a language model: by its name, its module, its decorators, its class. */
export function isForReader(fn: Def, model: SemanticModel): boolean {
  if (REPORTING.test(fn.name) || TOOLS_MODULE.test(model.names.moduleName)) return true;
  const owner = model.context.classOfMethod(fn);
  const named = [...decoratorsOf(fn).map(({ callee }) => callee), ...(owner?.bases ?? [])];
  return TOOL.test(owner?.name ?? '') || named.some((each) => TOOL.test(model.source.text.slice(each)));
}
