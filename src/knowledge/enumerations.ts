/** Classes whose bodies bind members. Source: https://docs.python.org/3/library/enum.html */
export const ENUMERATIONS: ReadonlySet<string> = new Set(
  ['Enum', 'IntEnum', 'StrEnum', 'ReprEnum', 'Flag', 'IntFlag'].map((name) => `enum.${name}`),
);
