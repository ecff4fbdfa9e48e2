/** Texts of the configuration that were to be a truth. */
import { type Expression, stringConstant } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

const WORDS = /^(?:true|false|yes|no|on|off|0|1)$/i;
const PARSER_GET = /^configparser\.\w+\.get$/;

/** `"false"` of `os.getenv("PAPER", "false").strip()` and of `parser.get("bot", "paper", fallback="no")`: text it is, whatever is configured. */
export function flagText(value: Expression | undefined, model: SemanticModel): string | undefined {
  if (value?.kind !== 'Call') return undefined;
  const { func, args, keywords } = value;
  if (func.kind === 'Attribute' && args.length + keywords.length === 0)
    return KEEPING.has(func.attr) ? flagText(func.value, model) : undefined;
  const read = model.values.environmentRead(value)?.fallback;
  const isOfParser = read === undefined && PARSER_GET.test(model.types.calleeName(func) ?? '');
  const text = stringConstant(
    read ?? (isOfParser ? model.values.givenArgument(value, 'fallback', undefined) : undefined),
  );
  return text !== undefined && WORDS.test(text) ? text : undefined;
}

const KEEPING: ReadonlySet<string> = new Set(['strip', 'lower', 'upper', 'casefold']);
/** All of them as they are mostly written, for questions about what a setting holds. */
export const FLAG_TEXTS: readonly string[] = ['true', 'false', 'yes', 'no', 'on', 'off', '0', '1'];
