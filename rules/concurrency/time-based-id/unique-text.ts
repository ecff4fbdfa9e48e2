import type { Expression } from '#ast';
import type { SourceContext } from '#kit';
import { type Edits, importsOnlyFor, reached, replacement, together } from '#kit/fixes';

/** `uuid.uuid4().hex` in place of that part of a text which a clock makes. */
export function uniqueInsteadOf(clock: Expression, text: Expression, ctx: SourceContext): Edits {
  const part = partWith(clock, text);
  const uuid = reached('uuid.uuid4', text, 'module', ctx);
  if (part === undefined || uuid === undefined || !isText(part, ctx)) return undefined;
  return together([replacement(part.span, `${uuid.name}().hex`)], uuid.edits, importsOnlyFor(part.node, uuid, ctx));
}

/** What is in braces becomes text; elsewhere a text in place of a number is something that others cannot take. */
const isText = ({ node, isField }: Part, { types }: SourceContext): boolean =>
  isField || types.classOf(node) === 'builtins.str';

interface Part {
  readonly node: Expression;
  readonly span: { readonly start: number; readonly end: number };
  readonly isField: boolean;
}

/** The part of the text that goes: what is in one pair of braces, one side of a sum, one argument, or all of it. */
function partWith(clock: Expression, text: Expression): Part | undefined {
  const holds = ({ start, end }: Expression) => clock.start >= start && clock.end <= end;
  if (!holds(text)) return undefined;
  if (text.kind === 'JoinedStr') {
    const field = text.values.find(holds);
    return field?.kind === 'FormattedValue'
      ? { node: field.value, span: { start: field.start + 1, end: field.end - 1 }, isField: true }
      : undefined;
  }
  if (text.kind === 'BinOp') {
    if (text.op !== 'Add') return undefined;
    return partWith(clock, holds(text.left) ? text.left : text.right);
  }
  // What is filled into a template may be meant as a number there.
  const isTemplate = text.kind === 'Call' && text.func.kind === 'Attribute' && /^(?:format|join)$/.test(text.func.attr);
  return isTemplate ? undefined : { node: text, span: text, isField: false };
}
