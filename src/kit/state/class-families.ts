/** Classes of the project with those derived from them: what their objects have, and whether there are any. */

import { memoize } from '../../collections/index.ts';
import { MODEL_MEMBERS } from '../../knowledge/value-members.ts';
import { words } from '../../knowledge/words.ts';
import type { LocatedClass, ProjectModel } from '../../project/index.ts';
import type { SummaryClass } from '../../semantics/index.ts';

/** The classes that some code of the project makes objects of. */
export const constructedClasses = memoize((project: ProjectModel): ReadonlySet<SummaryClass> => {
  const made = new Set<SummaryClass>();
  for (const module of project.modules) {
    for (const { constructs } of [module.body, ...module.functions]) {
      for (const { class: name } of constructs) {
        const resolved = project.resolve(name, module);
        if (resolved.kind === 'class') made.add(resolved.class);
      }
    }
  }
  return made;
});

/**
 * A class and those derived from it, when none of them has such an attribute and all of their bases are seen. A base may
 * rely on what one of them binds: then the others are a matter of how it is used, and the answer is nothing.
 */
export function familyWithout(
  attribute: string,
  found: LocatedClass,
  project: ProjectModel,
): readonly LocatedClass[] | undefined {
  const family = familyOf(found, project);
  return family.every((each) => lacks(attribute, each, project)) ? family : undefined;
}

/** `familyWithout` of a model of pydantic: its fields are what the class names, unless its configuration lets more in. */
export function modelFamilyWithout(
  attribute: string,
  found: LocatedClass,
  project: ProjectModel,
): readonly LocatedClass[] | undefined {
  if (MODEL_MEMBERS.has(attribute) || attribute.startsWith('_')) return undefined;
  const family = familyOf(found, project);
  const lines = family.map((each) => project.lineOf(each));
  const isModel = lines.every((line) => line.some((each) => typeof each === 'string' && MODELS.test(each)));
  const isLacking = lines.every((line) =>
    line.every((each) => (typeof each === 'string' && MODELS.test(each)) || lacksItself(attribute, each)),
  );
  return isModel && isLacking ? family : undefined;
}

/** A model that is not told to let more in than its fields: reading another name of its objects fails. */
export const isClosedModel = (found: LocatedClass, project: ProjectModel): boolean =>
  project.lineOf(found).every((each) => {
    if (typeof each === 'string' || each.class.isClosedByConfig === true) return true;
    return !CONFIGURATIONS.some((name) => Object.hasOwn(each.class.attributes, name));
  });

const CONFIGURATIONS = ['model_config', 'Config'];

const MODELS = /^(?:pydantic(?:\.main)?\.BaseModel|pydantic_settings(?:\.main)?\.BaseSettings)$/;

/** Whether no class of a family that is seen has the attribute, whatever bases of libraries bring. */
export const isSeenNowhere = (attribute: string, found: LocatedClass, project: ProjectModel): boolean =>
  familyOf(found, project).every((each) =>
    project.lineOf(each).every((ancestor) => typeof ancestor === 'string' || lacksItself(attribute, ancestor)),
  );

export const familyOf = (found: LocatedClass, project: ProjectModel): readonly LocatedClass[] => [
  found,
  ...project.derivedFrom(found),
];

/** Families overlap: what derives from a class derives from those above it. */
function lacks(attribute: string, found: LocatedClass, project: ProjectModel): boolean {
  const known = lackingByAttribute(project);
  const ofAttribute = known.get(attribute) ?? new Map<SummaryClass, boolean>();
  known.set(attribute, ofAttribute);
  const isLacking =
    ofAttribute.get(found.class) ?? project.lineOf(found).every((ancestor) => lacksItself(attribute, ancestor));
  ofAttribute.set(found.class, isLacking);
  return isLacking;
}

const lackingByAttribute = memoize((_project: ProjectModel) => new Map<string, Map<SummaryClass, boolean>>());

/** One step of a line: it neither binds the attribute nor may bring it in a way that is not shown. */
export function lacksItself(attribute: string, ancestor: LocatedClass | string): boolean {
  if (typeof ancestor === 'string')
    return EMPTY_BASES.has(ancestor) || (NAMED_TUPLES.has(ancestor) && !TUPLE_MEMBERS.has(attribute));
  const { attributes, augmented, methods, bindsUnseen, isConditional, keywords, decorators } = ancestor.class;
  if (bindsUnseen === true || isConditional === true) return false;
  const isBound = (name: string): boolean =>
    (Object.hasOwn(attributes, name) && augmented?.includes(name) !== true) || methods.includes(name);
  if (isBound(attribute) || isBound(unmangled(attribute, ancestor))) return false;
  if (keywords?.every((keyword) => PLAIN_KEYWORDS.has(keyword)) === false) return false;
  return decorators.every((decorator) => PLAIN_DECORATORS.has(decorator));
}

/** As the class writes it: in `Track`, `__cuts` is the attribute `_Track__cuts` of its objects, and so it is called from outside. */
function unmangled(attribute: string, { class: { qualifiedName } }: LocatedClass): string {
  if (!attribute.startsWith('_')) return attribute;
  const mark = `_${qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1).replace(/^_+/, '')}`;
  return attribute.startsWith(`${mark}__`) && !attribute.endsWith('__') ? attribute.slice(mark.length) : attribute;
}

/** Bases that bring no attributes of their own; anyone who reads those of `object` writes them with underscores. */
export const EMPTY_BASES: ReadonlySet<string> = new Set([
  'builtins.object',
  'abc.ABC',
  'typing.Generic',
  'typing_extensions.Generic',
]);
const NAMED_TUPLES: ReadonlySet<string> = new Set(['typing.NamedTuple', 'typing_extensions.NamedTuple']);
/** What every named tuple has besides its fields: https://docs.python.org/3/library/collections.html#collections.namedtuple */
const TUPLE_MEMBERS: ReadonlySet<string> = new Set(words('count index _asdict _field_defaults _fields _make _replace'));
/** `table` is SQLModel's. */
const PLAIN_KEYWORDS: ReadonlySet<string> = new Set(['metaclass=abc.ABCMeta', 'table']);
/** Decorators of classes that leave their attributes alone. */
const PLAIN_DECORATORS: ReadonlySet<string> = new Set([
  'dataclasses.dataclass',
  'functools.total_ordering',
  'typing.final',
  'typing_extensions.final',
]);
