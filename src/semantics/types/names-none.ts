import { type Expression, isNone, lastName, stringConstant } from '../../ast/index.ts';

/** `Member | None`, `Optional[Member]`, `"Member | None"`; not `list[Member | None]`, which is always there. */
export function namesNone(annotation: Expression): boolean {
  switch (annotation.kind) {
    case 'Constant':
      return (
        isNone(annotation) ||
        OUTER_NONE.test((stringConstant(annotation) ?? '').replace(INNERMOST, '').replace(INNERMOST, ''))
      );
    case 'BinOp':
      return namesNone(annotation.left) || namesNone(annotation.right);
    case 'Subscript': {
      const of = lastName(annotation.value);
      const parts = annotation.slice.kind === 'Tuple' ? annotation.slice.elts : [annotation.slice];
      return of === 'Optional' || ((of === 'Union' || of === 'Annotated' || of === 'Mapped') && parts.some(namesNone));
    }
    default:
      return false;
  }
}

/** What stands in the brackets of other types than these says nothing of the whole. */
const INNERMOST = /\b(?!Optional|Union|Annotated|Mapped)\w+\[[^[\]]*\]/g;
const OUTER_NONE = /\bNone\b|\bOptional\[/;
