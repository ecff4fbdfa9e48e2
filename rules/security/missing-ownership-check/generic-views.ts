/** Generic views of Django and its REST framework, which load one row by the key in their address. */
import { type ClassDef, type Expression, holds, lastName, type Node, nameSpan, nodesOf, stringConstant } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isLeftToDefault, protectionsOfClass } from '#kit/web';

/** One that wants a login, takes any row of its model, and lets not administrators alone in. */
export interface GenericViewFact {
  readonly kind: 'generic-view';
  readonly class: string;
  readonly name: string;
  readonly row: string;
  /** What it mentions may be a column that shows whose the row is. */
  readonly mentions: readonly string[];
  /** What is above or before it, and may ask whose the row is. */
  readonly isUnseen?: true;
  /** It says nothing of who may come, and leaves it to the settings. */
  readonly isByDefault?: true;
  readonly place: PackedPlace;
}

export const genericViewsIn = (file: FactsContext): readonly GenericViewFact[] =>
  nodesOf(file.module, 'ClassDef').flatMap((owner): GenericViewFact[] => {
    const model = isGeneric(owner, file) ? modelOf(owner) : undefined;
    const row = model && file.names.qualifiedName(model);
    const protections = [...protectionsOfClass(owner)];
    const isByDefault = protections.length === 0 && isLeftToDefault(owner, file);
    if (row === undefined || (protections.length === 0 && !isByDefault) || holds(owner, testsForStaff)) return [];
    const above = owner.bases.filter((base) => !OF_LIBRARY.test(file.names.qualifiedName(base) ?? ''));
    const isUnseen =
      above.length > 0 ||
      protections.some((each) => !LOGIN.test(each)) ||
      hasOwnFilter(owner, file) ||
      holds(owner, saysFew);
    const mentions = new Set<string>();
    holds(owner, (node) => {
      if (node.kind === 'Attribute' && lastName(node.value) !== 'request') mentions.add(node.attr);
      return false;
    });
    const place = packPlace(file, nameSpan(owner));
    return [
      {
        kind: 'generic-view',
        class: file.names.fullNameOf(owner),
        name: owner.name,
        row,
        mentions: [...mentions],
        ...(isUnseen && { isUnseen }),
        ...(isByDefault && { isByDefault }),
        place,
      },
    ];
  });

const isGeneric = (owner: ClassDef, { types }: FactsContext): boolean =>
  types.basesOf(owner).some((base) => GENERIC.test(base ?? '')) &&
  !owner.body.some(
    (each) => (each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef') && OWN_METHODS.test(each.name),
  );

const GENERIC =
  /^(?:django\.views\.generic\.(?:\w+\.)?(?:Detail|Update|Delete)View|rest_framework\.(?:(?:generics|mixins)\.(?:Retrieve|Update|Destroy)\w*|viewsets\.(?:ReadOnly)?ModelViewSet))$/;
/** How a class looks up its row, or authenticates the caller, itself. */
const OWN_METHODS = /^(?:get_(?:queryset|object|permissions)|filter_queryset|dispatch|initial|check_\w+)$/;
const OF_LIBRARY = /^(?:django|rest_framework|braces)\./;
const LOGIN = /^(?:LoginRequiredMixin|UserPassesTestMixin|IsAuthenticated\w*|login_required)$/;

/** `model = Note`, `queryset = Note.objects.all()` */
function modelOf({ body }: ClassDef): Expression | undefined {
  for (const each of body) {
    const name = each.kind === 'Assign' ? lastName(each.targets[0] ?? each.value) : undefined;
    if (each.kind !== 'Assign' || (name !== 'model' && name !== 'queryset')) continue;
    let at = each.value;
    while (at.kind === 'Call' && at.func.kind === 'Attribute' && PLAIN.test(at.func.attr)) at = at.func.value;
    return at.kind === 'Attribute' && at.attr === 'objects' ? at.value : at.kind === 'Name' ? at : undefined;
  }
  return undefined;
}
const PLAIN = /^(?:all|order_by|select_related|prefetch_related)$/;

/** `request.user.is_staff`, `IsAdminUser`: who administrates the site may see every row. */
const testsForStaff = (node: Node): boolean =>
  (node.kind === 'Attribute' && /^is_(?:staff|superuser)$/.test(node.attr)) ||
  (node.kind === 'Name' && node.id === 'IsAdminUser');

/** `filter_backends = [OwnerFilter]`: the rows among which a view of the REST framework looks pass through it. */
function hasOwnFilter({ body }: ClassDef, { names }: FactsContext): boolean {
  const given = body.flatMap((each) =>
    each.kind === 'Assign' && lastName(each.targets[0] ?? each.value) === 'filter_backends' ? each.value : [],
  );
  const filters = given.flatMap((each) => (each.kind === 'List' || each.kind === 'Tuple' ? each.elts : [each]));
  return filters.some((each) => !/^(?:rest_framework|django_filters)\./.test(names.qualifiedName(each) ?? ''));
}

/** What says by its name or text that it is for few, or that its rows are for everybody. */
function saysFew(node: Node): boolean {
  const isNamed = node.kind === 'Name' || node.kind === 'Attribute';
  const said = node.kind === 'Constant' ? stringConstant(node) : isNamed ? lastName(node) : undefined;
  return /admin|staff|superuser|owner|manager|permission_required|public/i.test(said ?? '');
}
