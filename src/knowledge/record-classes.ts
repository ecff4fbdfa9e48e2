/** Classes that hold values and little else, by what they derive from or are decorated with. */

/** `settings` are filled from the environment, `model`s from what is parsed, the others by anyone who makes them. */
export type RecordKind = 'settings' | 'model' | 'tuple' | 'dict' | 'dataclass';

export const RECORD_BASES: ReadonlyMap<string, RecordKind> = new Map([
  ['pydantic_settings.BaseSettings', 'settings'],
  ['pydantic.BaseSettings', 'settings'],
  ['pydantic.BaseModel', 'model'],
  ['pydantic.main.BaseModel', 'model'],
  ['pydantic.v1.BaseModel', 'model'],
  ['msgspec.Struct', 'model'],
  ['typing.NamedTuple', 'tuple'],
  ['typing.TypedDict', 'dict'],
  ['typing_extensions.TypedDict', 'dict'],
]);

/** Those that make `__init__` of the fields in one way: https://www.attrs.org/en/stable/api.html#attrs.define */
export const FIELD_DECORATORS: ReadonlySet<string> = new Set([
  'dataclasses.dataclass',
  ...ofAttrs('define', 'frozen', 'mutable'),
]);

export const RECORD_DECORATORS: ReadonlySet<string> = new Set([
  ...FIELD_DECORATORS,
  'pydantic.dataclasses.dataclass',
  ...ofAttrs('s', 'attrs', 'attributes', 'dataclass'),
]);

/** What attrs takes for a field without an annotation. */
export const ATTRS_FIELDS: ReadonlySet<string> = new Set(ofAttrs('ib', 'attr', 'attrib', 'field'));

/** Under both names that the library has. */
function ofAttrs(...names: readonly string[]): string[] {
  return names.flatMap((name) => [`attr.${name}`, `attrs.${name}`]);
}
