/** Classes that hold values and little else, by what they derive from or are decorated with. */

/** `settings` are filled from the environment, `model`s from what is parsed, the others by whoever makes them. */
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

export const RECORD_DECORATORS: ReadonlySet<string> = new Set([
  'dataclasses.dataclass',
  'pydantic.dataclasses.dataclass',
  ...['s', 'define', 'frozen', 'mutable', 'dataclass'].flatMap((name) => [`attr.${name}`, `attrs.${name}`]),
]);
