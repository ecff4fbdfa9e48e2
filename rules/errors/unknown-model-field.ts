import { type Call, type Expression, isCapWords, lastName, nodesOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import { backReferences, mappedFamilyWithout } from '#kit/state';
import type { ProjectModel } from '#project';
import { listedCode } from '#text/wording';

/** `Order.objects.filter(customer__name="a")`: the class, and the first name of what is asked for. */
interface Lookup {
  readonly kind: 'lookup';
  readonly model: string;
  readonly name: string;
  readonly place: PackedPlace;
}

/** `Signal(stoploss=…)`: a class, and the keywords that it is given. */
interface Made {
  readonly kind: 'made';
  readonly model: string;
  readonly given: readonly (readonly [name: string, place: PackedPlace])[];
}

type Fact = Lookup | Made | { readonly kind: 'back'; readonly names: readonly string[] };

/** Take fields by keyword, with what is asked of them behind two underscores. */
const BY_KEYWORD: ReadonlySet<string> = new Set('filter exclude get create get_or_create'.split(' '));
/** Take the names of fields. */
const BY_TEXT: ReadonlySet<string> = new Set('order_by select_related prefetch_related only defer'.split(' '));
/** Of every row, and what `get_or_create` takes besides. */
const OF_ALL: ReadonlySet<string> = new Set(['pk', 'id', 'defaults', '?']);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'unknown model field in a Django query or a Pydantic model',
    why: 'Django raises a `FieldError` when the query is built, so the page or job fails every time. Pydantic silently ignores unknown fields, so the intended field keeps its default.',
    remedy: 'Use the current name of the field, or add it to the model',
    harm: 'breaks',
    severity: {
      'query fails': 'P1',
      'field dropped': 'P2',
    },
    precision: 'medium',
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
    return [...lookupsIn(file), ...madeIn(file), ...(names.length > 0 ? [{ kind: 'back' as const, names }] : [])];
  },
  check(project, ctx) {
    for (const { path, fact } of factsOfKind(ctx.facts, 'made')) {
      for (const problem of droppedBy(fact, path, project)) ctx.report(problem);
    }
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
        // Anyone who wrote them had another model in mind.
        cause: found.class.qualifiedName,
        doubt: lacking.doubt,
        related: [{ path: found.module.path, ...found.class.place, message: 'the model is defined here' }],
        key: `${path} ${found.class.qualifiedName} ${fact.name}`,
      });
    }
  },
});

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const PYDANTIC = /^pydantic(?:\.main)?\.BaseModel$/;

/** Keywords that are no fields, which a model of pydantic drops without a word. */
function droppedBy({ model, given }: Made, path: string, project: ProjectModel): readonly ProjectProblem[] {
  const module = project.moduleByPath(path);
  const found = module && project.follow(model, module);
  if (found?.kind !== 'class') return [];
  const line = project.lineOf(found);
  const isModel = line.some((each) => typeof each === 'string' && PYDANTIC.test(each));
  const isMadeOtherwise = line.some((each) => typeof each !== 'string' && each.class.methods.includes('__init__'));
  const fields =
    isModel && !isMadeOtherwise ? project.signatureOf(found)?.parameters.map(({ name }) => name) : undefined;
  if (fields === undefined) return [];
  const [first, ...others] = given.filter(([name]) => !fields.includes(name));
  if (first === undefined) return [];
  const [name, place] = first;
  const nor = others.length === 0 ? '' : ` (nor ${listedCode(others.map(([other]) => other))})`;
  return [
    {
      at: { path, ...unpackPlace(place) },
      message: `\`${lastOf(found.class.qualifiedName)}\` has no field \`${name}\`${nor}, so Pydantic drops the value`,
      harm: 'misleads',
      kind: 'field dropped',
      cause: found.class.qualifiedName,
      related: [{ path: found.module.path, ...found.class.place, message: 'the model is defined here' }],
      key: `${path} ${found.class.qualifiedName} ${name}`,
    },
  ];
}

function madeIn(file: FactsContext): Made[] {
  return nodesOf(file.module, 'Call').flatMap((call): Made[] => {
    const { func, keywords } = call;
    if (keywords.every(({ arg }) => arg === undefined) || !isCapWords(lastName(func) ?? '')) return [];
    const own = file.names.definitionOf(func);
    const model = own === undefined ? file.effects.projectPath(call) : file.names.fullNameOf(own);
    const given = keywords.flatMap(({ arg, value }) =>
      arg === undefined ? [] : [[arg, packPlace(file, value)] as const],
    );
    const isWhole = given.length === keywords.length;
    return model === undefined || !isWhole ? [] : [{ kind: 'made', model, given }];
  });
}

/** Keep the rows of the model, and add no fields to them. */
const STEPS: ReadonlySet<string> = new Set(
  'filter exclude all order_by select_related prefetch_related only defer distinct reverse using'.split(' '),
);

/** The model of whose rows a manager or query tells, through names and steps: what is annotated on the way is a field as well. */
function modelQueried(query: Expression, file: FactsContext, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  if (query.kind === 'Attribute') return query.attr === 'objects' ? file.types.pathOf(query.value) : undefined;
  if (query.kind === 'Call')
    return query.func.kind === 'Attribute' && STEPS.has(query.func.attr)
      ? modelQueried(query.func.value, file, depth + 1)
      : undefined;
  if (query.kind !== 'Name') return undefined;
  const models = file.flow.reachingDefinitions(query).map(({ value }) => value && modelQueried(value, file, depth + 1));
  return models.every((each) => each === models[0]) ? models[0] : undefined;
}

function lookupsIn(file: FactsContext): Lookup[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const { func } = call;
    if (func.kind !== 'Attribute' || !(BY_KEYWORD.has(func.attr) || BY_TEXT.has(func.attr))) return [];
    const model = modelQueried(func.value, file);
    if (model === undefined) return [];
    return fieldsQueried(func.attr, call, file).flatMap(([name, at]) => {
      const [first = ''] = name.replace(/^-/, '').split('__');
      return OF_ALL.has(first) ? [] : [{ kind: 'lookup' as const, model, name: first, place: packPlace(file, at) }];
    });
  });
}

function fieldsQueried(
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
