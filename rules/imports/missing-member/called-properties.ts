/** Properties whose value nobody can call, and calls of them. */
import { type Def, defsOf, lastName } from '#ast';
import type { RelatedLocation } from '#findings';
import type { MemberUse } from '#kit/state';
import type { ProjectModel } from '#project';
import type { ModuleSummary, SemanticModel } from '#semantics';

/** The full names of the properties of a file that give text, numbers, dates or collections, by their annotations or by what they return. */
export function plainProperties(model: SemanticModel): readonly string[] {
  return defsOf(model.source.module).flatMap((fn) => {
    const [decorator, ...others] = fn.decorator_list;
    if (decorator === undefined || others.length > 0 || !PROPERTIES.has(lastName(decorator) ?? '')) return [];
    const given = fn.returns === undefined ? undefined : model.types.annotatedClass(fn.returns);
    const isPlain = fn.returns === undefined ? returnsPlain(fn, model) : PLAIN.test(given ?? '');
    return isPlain ? model.names.fullNameOf(fn) : [];
  });
}

function returnsPlain(fn: Def, { context, types }: SemanticModel): boolean {
  const returned = context.nodesOfFunction(fn, 'Return');
  return (
    returned.length > 0 && returned.every(({ value }) => value !== undefined && PLAIN.test(types.classOf(value) ?? ''))
  );
}

const PROPERTIES: ReadonlySet<string> = new Set(['property', 'cached_property']);
const PLAIN =
  /^(?:builtins\.(?:str|bytes|int|float|bool|list|dict|set|frozenset|tuple)|datetime\.\w+|decimal\.Decimal|uuid\.UUID|pathlib\.Path)$/;

/** `cart.total()`, where `total` is such a property. */
export function calledProperty(
  { owner, member, isCalled }: MemberUse,
  importer: ModuleSummary,
  properties: ReadonlySet<string>,
  project: ProjectModel,
): { readonly says: string; readonly of: string; readonly related: readonly RelatedLocation[] } | undefined {
  if (isCalled !== true || properties.size === 0) return undefined;
  const found = project.follow(owner, importer);
  if (found.kind !== 'object') return undefined;
  for (const each of project.lineOf(found)) {
    if (typeof each === 'string') return undefined;
    const { qualifiedName, methods, attributes, place } = each.class;
    if (!methods.includes(member) && !Object.hasOwn(attributes, member)) continue;
    if (!properties.has(`${qualifiedName}.${member}`)) return undefined;
    const isKept = project
      .derivedFrom(each)
      .every(({ class: other }) => !other.methods.includes(member) && !Object.hasOwn(other.attributes, member));
    if (!isKept) return undefined;
    return {
      says: `\`${member}\` is a property, and its value is not callable`,
      of: `${qualifiedName}.${member}`,
      related: [{ path: each.module.path, ...place, message: 'the class with the property' }],
    };
  }
  return undefined;
}

/** What to do about what is lacking, where that is not what the rule says. */
export function remedyFor({ kind, member }: MemberUse, says: string): { readonly remedy?: string } {
  if (kind === 'listed') return { remedy: `Define \`${member}\`, or remove it from \`__all__\`` };
  if (kind === 'plain' || kind === 'await') return { remedy: 'Remove the `await`' };
  if (says.endsWith('the function is not called')) return { remedy: 'Call the function before you use its result' };
  return says.endsWith('its value is not callable') ? { remedy: `Remove the parentheses after \`${member}\`` } : {};
}
