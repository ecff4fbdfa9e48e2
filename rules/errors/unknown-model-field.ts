import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type Call, type Expression, nodesOf } from '#kit/code';
import { backReferences, mappedFamilyWithout } from '#kit/state';

/** `Order.objects.filter(customer__name="a")`: the class, and the first name of what is asked for. */
interface Lookup {
  readonly kind: 'lookup';
  readonly model: string;
  readonly name: string;
  readonly place: PackedPlace;
}

type Fact = Lookup | { readonly kind: 'back'; readonly names: readonly string[] };

/** Take fields by keyword, with what is asked of them behind two underscores. */
const BY_KEYWORD: ReadonlySet<string> = new Set('filter exclude get create get_or_create'.split(' '));
/** Take the names of fields. */
const BY_TEXT: ReadonlySet<string> = new Set('order_by select_related prefetch_related only defer'.split(' '));
/** Of every row, and what `get_or_create` takes besides. */
const OF_ALL: ReadonlySet<string> = new Set(['pk', 'id', 'defaults', '?']);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'query that asks a model of Django for a field that it does not have',
    why: 'Django raises a FieldError where the query is made, so the page or the job fails each time; under a broad handler what it is for never happens.',
    remedy: 'Ask for the field as the model calls it now, or add it.',
    harm: 'breaks',
    ceiling: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [1164],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'filter by a field that the model does not have',
      },
    ],
    bad: '# path: shop/models.py\nfrom django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n# path: shop/views.py\nfrom shop.models import Order\n\n\ndef orders(request):\n    return Order.objects.filter(customer=request.user)\n',
    good: '# path: shop/models.py\nfrom django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n    customer = models.ForeignKey("auth.User", on_delete=models.CASCADE)\n# path: shop/views.py\nfrom shop.models import Order\n\n\ndef orders(request):\n    return Order.objects.filter(customer=request.user)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => {
    const names = backReferences(file);
    return [...lookupsIn(file), ...(names.length > 0 ? [{ kind: 'back' as const, names }] : [])];
  },
  check(project, ctx) {
    const back = new Set(factsOfKind(ctx.facts, 'back').flatMap(({ fact }) => fact.names));
    // What leads to a model and names no way back is asked for by its own name.
    const classes = new Set(
      project.modules.flatMap(({ classes: all }) => all.map((each) => lastOf(each.qualifiedName).toLowerCase())),
    );
    for (const { path, fact } of factsOfKind(ctx.facts, 'lookup')) {
      const module = project.moduleByPath(path);
      const found = module && project.follow(fact.model, module);
      if (found?.kind !== 'class' || classes.has(fact.name.replace(/_set$/, ''))) continue;
      const lacking = mappedFamilyWithout(fact.name, found, back, project);
      if (lacking === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${lastOf(found.class.qualifiedName)}\` has no field \`${fact.name}\``,
        // Whoever wrote them had another model in mind.
        cause: found.class.qualifiedName,
        ...heldBackBy(lacking.heldBack),
        related: [{ path: found.module.path, ...found.class.place, message: 'the model is defined here' }],
        key: `${path} ${found.class.qualifiedName} ${fact.name}`,
      });
    }
  },
});

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Right behind the manager: what is annotated on the way is a field as well. */
function lookupsIn(file: FactsContext): Lookup[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const { func } = call;
    if (func.kind !== 'Attribute' || func.value.kind !== 'Attribute' || func.value.attr !== 'objects') return [];
    const model = file.types.pathOf(func.value.value);
    if (model === undefined) return [];
    return namesAsked(func.attr, call, file).flatMap(([name, at]) => {
      const [first = ''] = name.replace(/^-/, '').split('__');
      return OF_ALL.has(first) ? [] : [{ kind: 'lookup' as const, model, name: first, place: packPlace(file, at) }];
    });
  });
}

function namesAsked(
  method: string,
  { args, keywords }: Call,
  { values }: FactsContext,
): readonly (readonly [string, Expression])[] {
  if (BY_KEYWORD.has(method)) return keywords.flatMap(({ arg, value }) => (arg === undefined ? [] : [[arg, value]]));
  if (!BY_TEXT.has(method)) return [];
  return args.flatMap((each) => {
    const name = values.string(each);
    return name === undefined ? [] : [[name, each] as const];
  });
}
