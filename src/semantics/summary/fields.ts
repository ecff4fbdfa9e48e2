/** Fields that a class body declares, and what a decorator makes of them. */
import {
  type AnnAssign,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  stringConstant,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryClass, SummaryField } from '../summary.ts';

/** Nothing for a class of which nobody can make fields: undecorated and without bases. */
export function summarizeFields(classDef: ClassDef, model: SemanticModel): Pick<SummaryClass, 'fields' | 'madeBy'> {
  if (classDef.decorator_list.length === 0 && classDef.bases.length === 0) return {};
  const isByAttrs = classDef.decorator_list.some((decorator) => {
    return /^attrs?\./.test(model.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator) ?? '');
  });
  const declared = fieldsOf(classDef, model);
  // attrs takes `_width` as `width`.
  const fields = isByAttrs ? declared.map((field) => ({ ...field, name: field.name.replace(/^_+/, '') })) : declared;
  const madeBy = makerOf(classDef, model);
  return { ...(fields.length > 0 && { fields }), ...(madeBy !== undefined && { madeBy }) };
}

const DATA_CLASSES: ReadonlySet<string> = new Set([
  'dataclasses.dataclass',
  'attrs.define',
  'attrs.frozen',
  'attrs.mutable',
  'attr.define',
  'attr.frozen',
  'attr.mutable',
]);
/** Decorators of the same libraries, or that look like them, whose rules are others. */
const MAKERS = /(^|[._])(dataclass|attrs|s|attributes|define|model|record|dataclass_transform)$/i;

function makerOf(classDef: ClassDef, model: SemanticModel): SummaryClass['madeBy'] {
  for (const decorator of classDef.decorator_list) {
    const call = decorator.kind === 'Call' ? decorator : undefined;
    const name = model.names.qualifiedName(call?.func ?? decorator) ?? '?';
    if (!DATA_CLASSES.has(name)) {
      if (name === '?' || MAKERS.test(name)) return 'unknown';
      continue;
    }
    if (call === undefined) return 'by-field';
    if (
      call.keywords.some(({ arg }) => arg === undefined || arg === 'init' || arg === 'these' || arg === 'auto_attribs')
    )
      return 'unknown';
    const keywordOnly = callKeyword(call, 'kw_only')?.value;
    if (keywordOnly === undefined || isFalse(keywordOnly)) return 'by-field';
    return isTrue(keywordOnly) ? 'by-keyword' : 'unknown';
  }
  return undefined;
}

function fieldsOf(classDef: ClassDef, model: SemanticModel): SummaryField[] {
  const fields: SummaryField[] = [];
  let isKeywordOnly = false;
  for (const statement of classDef.body) {
    if (statement.kind !== 'AnnAssign' || statement.target.kind !== 'Name') continue;
    const annotated = annotationName(statement, model);
    if (annotated === 'dataclasses.KW_ONLY') isKeywordOnly = true;
    else if (annotated !== 'typing.ClassVar' && annotated !== 'typing_extensions.ClassVar') {
      const field = fieldOf(statement.target.id, statement, isKeywordOnly, model);
      if (field !== undefined) fields.push(field);
    }
  }
  return fields;
}

/** The outermost name of an annotation, in a text too. */
function annotationName({ annotation, target }: AnnAssign, model: SemanticModel): string | undefined {
  if (annotation.kind === 'Constant' && annotation.value.kind === 'str') {
    const [name] = /^[\w.]+/.exec(annotation.value.value) ?? [];
    return name === undefined ? undefined : model.names.qualifiedNameAt(name, target);
  }
  return model.names.qualifiedName(annotation.kind === 'Subscript' ? annotation.value : annotation);
}

function fieldOf(
  name: string,
  { annotation, value }: AnnAssign,
  isKeywordOnly: boolean,
  model: SemanticModel,
): SummaryField | undefined {
  const call = value?.kind === 'Call' ? value : undefined;
  const maker =
    call === undefined ? undefined : /(^|\.)(field|Field|ib|attrib)$/.exec(model.names.qualifiedName(call.func) ?? '');
  const isMade = call !== undefined && maker !== null && maker !== undefined;
  if (isMade && isGiven(call, 'init') && !isTrue(callKeyword(call, 'init')?.value)) return undefined;
  const isAliased = isMade && ['alias', 'validation_alias', 'metadata'].some((keyword) => isGiven(call, keyword));
  const onlyByKeyword = isKeywordOnly || (isMade && isGiven(call, 'kw_only'));
  return {
    name,
    hasDefault: isMade ? bringsDefault(call, maker[2] === 'Field') : value !== undefined,
    ...(onlyByKeyword && { isKeywordOnly: true as const }),
    ...((isAliased || hasMetadata(annotation)) && { isAliased: true as const }),
    ...(mayBeNone(annotation) && { isOptional: true as const }),
    ...(isTag(annotation, model) && { isTag: true as const }),
  };
}

function isTag(annotation: Expression, model: SemanticModel): boolean {
  if (annotation.kind !== 'Subscript' || stringConstant(annotation.slice) === undefined) return false;
  return /^typing(_extensions)?\.Literal$/.test(model.names.qualifiedName(annotation.value) ?? '');
}

const DEFAULTS: ReadonlySet<string | undefined> = new Set(['default', 'default_factory', 'factory', undefined]);

/** `field(default=…)`; pydantic's `Field(..., description="")` has none; `**options` may bring one. */
function bringsDefault(call: Call, isByPydantic: boolean): boolean {
  const counts = (value: Expression): boolean => !isByPydantic || !isEllipsis(value);
  const [first] = call.args;
  if (first !== undefined) return counts(first);
  return call.keywords.some(({ arg, value }) => DEFAULTS.has(arg) && counts(value));
}

function isGiven(call: Call, keyword: string): boolean {
  return callKeyword(call, keyword) !== undefined;
}

/** `Annotated[int, Field(default=1)]` may hold anything. */
function hasMetadata(annotation: Expression): boolean {
  if (annotation.kind !== 'Subscript') return false;
  const { value } = annotation;
  return (value.kind === 'Name' ? value.id : value.kind === 'Attribute' ? value.attr : '') === 'Annotated';
}

function mayBeNone(annotation: Expression): boolean {
  switch (annotation.kind) {
    case 'Constant':
      return (
        annotation.value.kind === 'none' ||
        (annotation.value.kind === 'str' && /None|Optional|Any/.test(annotation.value.value))
      );
    case 'Name':
      return annotation.id === 'Any';
    case 'Subscript':
      return annotation.value.kind === 'Name'
        ? annotation.value.id !== 'Literal' && annotation.value.id !== 'list'
        : true;
    case 'BinOp':
      return true;
    default:
      return false;
  }
}

const isEllipsis = (value: Expression): boolean => value.kind === 'Constant' && value.value.kind === 'ellipsis';
const isTrue = (value: Expression | undefined): boolean =>
  value?.kind === 'Constant' && value.value.kind === 'bool' && value.value.value;
const isFalse = (value: Expression): boolean =>
  value.kind === 'Constant' && value.value.kind === 'bool' && !value.value.value;
