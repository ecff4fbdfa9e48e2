/** Methods that a framework calls for each object of a list: fields of serializers, columns of an admin's list, resolvers of a graph. */
import { type ClassDef, type Def, type Expression, lastName, parametersOf } from '#ast';
import { memoize } from '#collections';
import type { SemanticModel } from '#semantics';

/** What the object is called there; undefined where a method is none of these. */
export function servedRowOf(fn: Def, model: SemanticModel): string | undefined {
  const owner = model.context.classOfMethod(fn);
  if (owner === undefined || isRoot(owner)) return undefined;
  const [self, given] = parametersOf(fn);
  if (isSerialized(fn, owner) || isListed(fn, owner)) return given?.name;
  return isResolved(fn, owner, model) ? self?.name : undefined;
}

/** What a graph begins with, of which there is one. */
const isRoot = ({ name }: ClassDef): boolean => /(?:Query|Queries|Mutation|Mutations|Subscription)$/.test(name);

/** `count = SerializerMethodField()` and `def get_count(self, order)`. https://www.django-rest-framework.org/api-guide/fields/#serializermethodfield */
function isSerialized(fn: Def, owner: ClassDef): boolean {
  if (fn.name === 'to_representation') return owner.bases.some((base) => /Serializer$/.test(lastName(base) ?? ''));
  return methodsOfFields(owner).has(fn.name);
}

const methodsOfFields = memoize(
  (owner: ClassDef): ReadonlySet<string | undefined> =>
    new Set(
      owner.body.flatMap((field) => {
        if (field.kind !== 'Assign' || field.value.kind !== 'Call') return [];
        if (lastName(field.value.func) !== 'SerializerMethodField') return [];
        const [target] = field.targets;
        const named = field.value.args[0] ?? field.value.keywords.find(({ arg }) => arg === 'method_name')?.value;
        if (named !== undefined) return textOf(named);
        return target?.kind === 'Name' ? `get_${target.id}` : [];
      }),
    ),
);

/** `list_display = ["total"]` and `def total(self, order)`. https://docs.djangoproject.com/en/5.2/ref/contrib/admin/#django.contrib.admin.ModelAdmin.list_display */
function isListed(fn: Def, owner: ClassDef): boolean {
  return namesListed(owner).has(fn.name);
}

const namesListed = memoize((owner: ClassDef): ReadonlySet<string | undefined> => {
  if (!owner.bases.some((base) => /Admin$/.test(lastName(base) ?? ''))) return new Set();
  return new Set(
    owner.body.flatMap((field) => {
      if (field.kind !== 'Assign' || field.targets[0]?.kind !== 'Name' || field.targets[0].id !== 'list_display')
        return [];
      return field.value.kind === 'Tuple' || field.value.kind === 'List' ? field.value.elts.map(textOf) : [];
    }),
  );
});

/** `def resolve_author(book, info)` of graphene, `@strawberry.field` of a type of strawberry. */
function isResolved(fn: Def, owner: ClassDef, { names }: SemanticModel): boolean {
  if (fn.name.startsWith('resolve_'))
    return owner.bases.some((base) => /(?:ObjectType|Node)$/.test(lastName(base) ?? ''));
  return names.decoratorNames(fn).some((name) => /^strawberry(?:_django)?\.field$/.test(name ?? ''));
}

const textOf = (node: Expression): string | undefined =>
  node.kind === 'Constant' && node.value.kind === 'str' ? node.value.value : undefined;
