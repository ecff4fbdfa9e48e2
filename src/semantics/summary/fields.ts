/** Fields that a class body declares, and what a decorator makes of them. */
import {
  type AnnAssign,
  type Assign,
  booleanConstant,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  type Stmt,
  stringConstant,
} from '../../ast/index.ts';
import { ATTRS_FIELDS, FIELD_DECORATORS, RECORD_DECORATORS } from '../../knowledge/record-classes.ts';
import { isShownSecret } from '../../knowledge/secrets.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryClass, SummaryField } from '../summary.ts';
import { isCheckedField } from '../taint/route-parameters.ts';

/** Nothing for a class of which nobody can make fields: undecorated and without bases. */
export function summarizeFields(classDef: ClassDef, model: SemanticModel): Pick<SummaryClass, 'fields' | 'madeBy'> {
  if (classDef.decorator_list.length === 0 && classDef.bases.length === 0) return {};
  const isByAttrs = classDef.decorator_list.some((decorator) => {
    return /^attrs?\./.test(model.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator) ?? '');
  });
  const declared = isByAttrs ? attrsFieldsOf(classDef, model) : fieldsOf(classDef.body, model);
  const fields = declared.map((field) =>
    isCheckedField(classDef, field.name, model) ? { ...field, isChecked: true as const } : field,
  );
  const madeBy =
    isByAttrs && classDef.body.some((each) => mayBeField(each, model)) ? 'unknown' : makerOf(classDef, model);
  return { ...(fields.length > 0 && { fields }), ...(madeBy !== undefined && { madeBy }) };
}

/** Decorators that look like those of the libraries, whose rules may be others. */
const MAKERS = /(^|[._])(dataclass|attrs|s|attributes|define|model|record|dataclass_transform)$/i;

function makerOf(classDef: ClassDef, model: SemanticModel): SummaryClass['madeBy'] {
  for (const decorator of classDef.decorator_list) {
    const call = decorator.kind === 'Call' ? decorator : undefined;
    const name = model.names.qualifiedName(call?.func ?? decorator) ?? '?';
    if (!FIELD_DECORATORS.has(name)) {
      if (name === '?' || RECORD_DECORATORS.has(name) || MAKERS.test(name)) return 'unknown';
      continue;
    }
    if (call === undefined) return 'by-field';
    if (
      call.keywords.some(({ arg }) => arg === undefined || arg === 'init' || arg === 'these' || arg === 'auto_attribs')
    )
      return 'unknown';
    const keywordOnly = callKeyword(call, 'kw_only')?.value;
    if (keywordOnly === undefined || booleanConstant(keywordOnly) === false) return 'by-field';
    return booleanConstant(keywordOnly) === true ? 'by-keyword' : 'unknown';
  }
  return undefined;
}

/** One field without an annotation, and attrs passes over all that it is not told of by a call. */
function attrsFieldsOf({ body }: ClassDef, model: SemanticModel): SummaryField[] {
  const isByCall = body.some((statement) => statement.kind === 'Assign' && isAttrsField(statement.value, model));
  const assigned = isByCall
    ? body.filter((each) => (each.kind === 'Assign' || each.kind === 'AnnAssign') && isAttrsField(each.value, model))
    : body;
  // It takes `_width` as `width`.
  return fieldsOf(assigned, model).map((field) => ({ ...field, name: field.name.replace(/^_+/, '') }));
}

function isAttrsField(value: Expression | undefined, model: SemanticModel): boolean {
  return value?.kind === 'Call' && ATTRS_FIELDS.has(model.names.qualifiedName(value.func) ?? '');
}

/** `name = text_field()`: what the function of someone gives may be a field. */
function mayBeField(statement: Stmt, model: SemanticModel): boolean {
  if (statement.kind !== 'Assign' || statement.value.kind !== 'Call' || isAttrsField(statement.value, model))
    return false;
  return model.names.qualifiedName(statement.value.func)?.startsWith('builtins.') !== true;
}

function fieldsOf(body: readonly Stmt[], model: SemanticModel): SummaryField[] {
  const fields: SummaryField[] = [];
  let isKeywordOnly = false;
  for (const statement of body) {
    if (statement.kind === 'Assign') fields.push(...assignedFields(statement, model));
    if (statement.kind !== 'AnnAssign' || statement.target.kind !== 'Name') continue;
    const annotated = annotationName(statement, model);
    if (annotated === 'dataclasses.KW_ONLY') isKeywordOnly = true;
    else if (annotated !== 'typing.ClassVar' && annotated !== 'typing_extensions.ClassVar') {
      fields.push(fieldOf(statement.target.id, statement, isKeywordOnly, model));
    }
  }
  return fields;
}

function assignedFields({ targets, value }: Assign, model: SemanticModel): SummaryField[] {
  if (!isAttrsField(value, model)) return [];
  return targets.flatMap((target) => (target.kind === 'Name' ? fieldOf(target.id, { value }, false, model) : []));
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
  { annotation, value }: Partial<Pick<AnnAssign, 'annotation' | 'value'>>,
  isKeywordOnly: boolean,
  model: SemanticModel,
): SummaryField {
  const call = value?.kind === 'Call' ? value : undefined;
  const maker =
    call === undefined
      ? undefined
      : /(^|\.)(field|Field|ib|attr|attrib)$/.exec(model.names.qualifiedName(call.func) ?? '');
  const isMade = call !== undefined && maker !== null && maker !== undefined;
  const isLeftOut = isMade && isGiven(call, 'init') && booleanConstant(callKeyword(call, 'init')?.value) !== true;
  const isAliased = isMade && ['alias', 'validation_alias', 'metadata'].some((keyword) => isGiven(call, keyword));
  const onlyByKeyword = isKeywordOnly || (isMade && isGiven(call, 'kw_only'));
  return {
    name,
    hasDefault: isMade ? hasDefault(call, maker[2] === 'Field') : value !== undefined,
    ...(isLeftOut && { isLeftOut }),
    ...(onlyByKeyword && { isKeywordOnly: true as const }),
    ...((isAliased || (annotation !== undefined && hasMetadata(annotation))) && { isAliased: true as const }),
    ...(annotation !== undefined && mayBeNone(annotation) && { isOptional: true as const }),
    ...(annotation !== undefined && isTag(annotation, model) && { isTag: true as const }),
    ...(annotation !== undefined && isSecret(name, annotation, value, model) && { isSecret: true as const }),
  };
}

/** `api_key: str`; a database in a file lets in anyone who has that. */
const isSecret = (
  name: string,
  annotation: Expression,
  value: Expression | undefined,
  { types, values }: SemanticModel,
): boolean => {
  const call = value?.kind === 'Call' ? value : undefined;
  const [given = value] = call === undefined ? [] : [callKeyword(call, 'default')?.value ?? call.args[0]];
  const isFile = given !== undefined && values.string(given)?.startsWith('sqlite') === true;
  return !isFile && isShownSecret(name, types.annotatedClass(annotation)) && !(call && isGiven(call, 'repr'));
};

function isTag(annotation: Expression, model: SemanticModel): boolean {
  if (annotation.kind !== 'Subscript' || stringConstant(annotation.slice) === undefined) return false;
  return /^typing(_extensions)?\.Literal$/.test(model.names.qualifiedName(annotation.value) ?? '');
}

const DEFAULTS: ReadonlySet<string | undefined> = new Set(['default', 'default_factory', 'factory', undefined]);

/** `field(default=…)`; pydantic's `Field(..., description="")` has none; `**options` may bring one. */
export function hasDefault(call: Call, isByPydantic: boolean): boolean {
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

export const isEllipsis = (value: Expression): boolean => value.kind === 'Constant' && value.value.kind === 'ellipsis';
