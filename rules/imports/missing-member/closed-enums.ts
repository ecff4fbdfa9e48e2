import type { LocatedClass, ProjectModel } from '#project';

/** Classes that an enumeration may be made of without a member of its own: `class Color(str, Enum)`. */
const BASES: ReadonlySet<string> = new Set([
  ...['Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag'].map((name) => `enum.${name}`),
  ...['builtins.str', 'builtins.int', 'builtins.object'],
]);

/** Whether an enumeration of the project certainly has no member of a name in capitals, which no method has. */
export function enumLacks(member: string, found: LocatedClass, project: ProjectModel): boolean {
  if (!/^[A-Z][A-Z0-9_]*$/.test(member)) return false;
  const line = project.lineOf(found);
  if (!line.some((each) => typeof each === 'string' && each.startsWith('enum.'))) return false;
  return line.every((each) => {
    if (typeof each === 'string') return BASES.has(each);
    const { attributes, methods, bindsUnseen, isConditional, keywords, decorators } = each.class;
    if (bindsUnseen === true || isConditional === true || Object.hasOwn(attributes, member)) return false;
    if (keywords !== undefined && keywords.length > 0) return false;
    return !methods.includes(member) && decorators.every((name) => name === 'enum.unique');
  });
}
