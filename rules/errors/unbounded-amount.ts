import {
  type ClassDef,
  callKeyword,
  type Def,
  decoratorsOf,
  defsOf,
  type Expression,
  holds,
  keywordNames,
  lastName,
  nodesOf,
  parametersOf,
  wordsOfName,
} from '#ast';
import { groupBy } from '#collections';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import type { ProjectModel } from '#project';
import { listedCode } from '#text/wording';

/** Numbers that mean nothing below zero. */
const AMOUNTS: ReadonlySet<string> = new Set(
  'price prices amount cost fee total quantity qty stock discount percent percentage threshold thresholds duration weight budget salary deposit credits seats copies'.split(
    ' ',
  ),
);

/** Plain JSON. */
type Fact =
  | { readonly kind: 'field'; readonly owner: string; readonly name: string; readonly place: PackedPlace }
  /** The class is what a route takes, or a schema that it loads. */
  | { readonly kind: 'body'; readonly name: string; readonly route: string }
  /** A parameter of a route. */
  | { readonly kind: 'parameter'; readonly route: string; readonly name: string; readonly place: PackedPlace }
  /** The number is compared with another, or a constraint of the database names it. */
  | { readonly kind: 'asked'; readonly names: readonly string[]; readonly isEverywhere: boolean };
type Asked = Extract<Fact, { readonly kind: 'asked' }>;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'amount in a request without a range check: negative and huge values are accepted',
    why: 'A negative price, quantity or discount turns a charge into a credit and a sale into stock, and a threshold on the wrong side of zero is always or never met. Nothing refuses it, so it ends up in the data.',
    remedy:
      'Declare the range (`Field(gt=0)`, `Form(ge=0, le=100)`, `validate=Range(min=1)`), and add a `CHECK` constraint to the column',
    harm: 'loses',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [20, 1284],
    origin: [{ document: 'Field report 2', finding: '50' }],
    bad: 'from fastapi import FastAPI\nfrom pydantic import BaseModel\n\nfrom shop import save\n\napp = FastAPI()\n\n\nclass Offer(BaseModel):\n    product_id: int\n    price: float\n\n\n@app.post("/offers")\ndef create(offer: Offer):\n    return save(offer)\n',
    good: 'from fastapi import FastAPI\nfrom pydantic import BaseModel, Field\n\nfrom shop import save\n\napp = FastAPI()\n\n\nclass Offer(BaseModel):\n    product_id: int\n    price: float = Field(gt=0)\n\n\n@app.post("/offers")\ndef create(offer: Offer):\n    return save(offer)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => (file.context.role === 'test' ? [] : [...fieldsIn(file), ...routesIn(file), ...askedIn(file)]),
  check(project, ctx) {
    const fields = factsOfKind(ctx.facts, 'field');
    const isAsked = asksFor(factsOfKind(ctx.facts, 'asked'), project);
    const reported = new Set<string>();
    for (const { path, fact } of factsOfKind(ctx.facts, 'body')) {
      const module = project.moduleByPath(path);
      const found = module && project.resolve(fact.name, module);
      if (found?.kind !== 'class' || reported.has(found.class.qualifiedName)) continue;
      reported.add(found.class.qualifiedName);
      const line = project.lineOf(found).flatMap((each) => (typeof each === 'string' ? [] : each.class.qualifiedName));
      const own = fields.filter((each) => line.includes(each.fact.owner) && !isAsked(each.fact.name, path, each.path));
      const [first] = own;
      if (first === undefined) continue;
      ctx.report({
        at: { path: first.path, ...unpackPlace(first.fact.place) },
        message: `no range check: ${listedCode(own.map((each) => each.fact.name))} of \`${lastOf(found.class.qualifiedName)}\` ${own.length === 1 ? 'accepts' : 'accept'} any number, and \`${fact.route}\` takes ${own.length === 1 ? 'it' : 'them'} from the client`,
        cause: first.path,
        key: found.class.qualifiedName,
      });
    }
    for (const { path, fact } of factsOfKind(ctx.facts, 'parameter')) {
      if (isAsked(fact.name, path)) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `no range check: \`${fact.name}\` of \`${fact.route}\` accepts any number from the client`,
        cause: path,
        key: `${path} ${fact.route} ${fact.name}`,
      });
    }
  },
});

/** In the file of the route or of the class, and in what the route's imports: elsewhere a price of the same name is another one. */
function asksFor(facts: readonly { readonly path: string; readonly fact: Asked }[], project: ProjectModel) {
  const asking = groupBy(
    facts.flatMap(({ path, fact: { names, isEverywhere } }) =>
      names.map((name) => ({ name, path: isEverywhere ? EVERYWHERE : path })),
    ),
    ({ name }) => name,
  );
  return (name: string, ...paths: readonly string[]): boolean => {
    const places = asking.get(name);
    if (places === undefined) return false;
    const near = new Set([EVERYWHERE, ...paths.flatMap((path) => [path, ...nearTo(path, project)])]);
    return places.some(({ path }) => near.has(path));
  };
}

const EVERYWHERE = '*';

function nearTo(path: string, project: ProjectModel): readonly string[] {
  const module = project.moduleByPath(path);
  return module === undefined ? [] : project.importsOf(module).map(({ to }) => to.path);
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `unit_price`, `discount_percent`; an identifier, a moment or a name of one is no amount. */
function isAmount(name: string): boolean {
  const words = wordsOfName(name).map((each) => each.toLowerCase());
  return (
    words.some((word) => AMOUNTS.has(word)) &&
    !words.some((word) => /^(?:id|ids|type|kind|at|min|max|from|to|delta|change|adjustment|diff|balance)$/.test(word))
  );
}

const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
const NUMBERS: ReadonlySet<string> = new Set(['builtins.int', 'builtins.float', 'decimal.Decimal']);
const BOUND = /^(?:gt|ge|lt|le|min|max|validate|multiple_of|min_value|max_value)$/;

const isBounded = (each: Expression | undefined): boolean =>
  each !== undefined &&
  holds(
    each,
    (node) =>
      node.kind === 'Call' &&
      (keywordNames(node).some((name) => BOUND.test(name)) ||
        /alidator|Depends|con(?:int|float|decimal)|^(?:Ge|Gt|Le|Lt|Interval|Range)$/.test(lastName(node.func) ?? '')),
  );

const isValidator = (fn: Def): boolean => decoratorsOf(fn).some(({ callee }) => VALIDATORS.has(lastName(callee) ?? ''));
const VALIDATORS: ReadonlySet<string> = new Set(
  'validator field_validator model_validator root_validator validates validates_schema'.split(' '),
);

function fieldsIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'ClassDef').flatMap((owner): Fact[] => {
    // What a validator of it asks of its fields is not followed.
    if (owner.body.some((each) => each.kind === 'FunctionDef' && isValidator(each))) return [];
    return fieldsOf(owner, file).map(({ name, at }) => ({
      kind: 'field',
      owner: file.names.fullNameOf(owner),
      name,
      place: packPlace(file, at),
    }));
  });
}

function fieldsOf(owner: ClassDef, file: FactsContext): readonly { readonly name: string; readonly at: Expression }[] {
  const isSchema = /Schema$/.test(file.types.basesOf(owner)[0] ?? '');
  return owner.body.flatMap((each) => {
    if (each.kind === 'AnnAssign' && each.target.kind === 'Name' && isAmount(each.target.id)) {
      const isOpen = isNumber(each.annotation, file) && !isBounded(each.annotation) && !isBounded(each.value);
      return isOpen ? [{ name: each.target.id, at: each.target }] : [];
    }
    if (!isSchema || each.kind !== 'Assign' || each.value.kind !== 'Call') return [];
    const [target] = each.targets;
    const isOpen =
      /^(?:Integer|Int|Float|Decimal|Number)$/.test(lastName(each.value.func) ?? '') && !isBounded(each.value);
    return target?.kind === 'Name' &&
      isOpen &&
      (isAmount(target.id) || wordsOfName(owner.name).some((word) => AMOUNTS.has(word.toLowerCase())))
      ? [{ name: target.id, at: target }]
      : [];
  });
}

const isNumber = (annotation: Expression, { types, names }: FactsContext): boolean => {
  const named = annotation.kind === 'Name' ? names.resolve(annotation)?.definitions[0]?.value : undefined;
  return named === undefined && NUMBERS.has(types.annotatedClass(annotation) ?? '');
};

function routesIn(file: FactsContext): Fact[] {
  const taken = defsOf(file.module).flatMap((fn): Fact[] => {
    const route = file.context.routeOf(fn);
    if (route === undefined || !route.methods.some((each) => CHANGING.has(each))) return [];
    return parametersOf(fn).flatMap(({ name, annotation, default: given, node }): Fact[] => {
      const cls = annotation && file.types.annotatedClass(annotation);
      if (annotation === undefined || cls === undefined || isBounded(given) || isBounded(annotation)) return [];
      if (NUMBERS.has(cls)) {
        const isSent =
          isAmount(name) &&
          isNumber(annotation, file) &&
          (given === undefined ||
            given.kind === 'Constant' ||
            /^(?:Form|Body|Query)$/.test(lastName(given.kind === 'Call' ? given.func : given) ?? ''));
        return isSent && route.framework === 'fastapi'
          ? [{ kind: 'parameter', route: fn.name, name, place: packPlace(file, node) }]
          : [];
      }
      return cls.startsWith('builtins.') || given?.kind === 'Call' ? [] : [{ kind: 'body', name: cls, route: fn.name }];
    });
  });
  const loaded = nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const fn = file.context.defAround(call);
    const schema =
      call.func.kind === 'Attribute' && call.func.attr === 'load' ? madeSchema(call.func.value, file) : undefined;
    return fn === undefined || schema === undefined || file.context.routeOf(fn) === undefined
      ? []
      : [{ kind: 'body', name: schema, route: fn.name }];
  });
  return [...taken, ...loaded];
}

function madeSchema(value: Expression, { flow, names }: FactsContext): string | undefined {
  const made = flow.whole(value);
  return made.kind === 'Call' && callKeyword(made, 'partial') === undefined
    ? names.qualifiedName(made.func)
    : undefined;
}

/** `if offer.price <= 0`: with a number; two prices are compared everywhere. Also `max(0, amount)`, `CheckConstraint("price > 0")`. */
function askedIn(file: FactsContext): Fact[] {
  const isLimit = (each: Expression): boolean =>
    file.values.number(each) !== undefined || /^[A-Z_]+$/.test(lastName(each) ?? '');
  const compared = nodesOf(file.module, 'Compare')
    .filter(({ ops }) => ops.some((op) => /^(?:Lt|LtE|Gt|GtE)$/.test(op)))
    .map(({ left, comparators }) => [left, ...comparators])
    .filter((sides) => sides.some(isLimit))
    .flat();
  const clamped = nodesOf(file.module, 'Call').flatMap(({ func, args }) => {
    const name = lastName(func) ?? '';
    const isAsking = /^(?:abs|clamp\w*|validate\w*|check\w*)$/.test(name);
    return isAsking || (/^(?:max|min)$/.test(name) && args.some(isLimit)) ? args : [];
  });
  const named = [...compared, ...clamped].flatMap((each) => lastName(each) ?? []).filter(isAmount);
  const constraints = nodesOf(file.module, 'Call').flatMap((call) =>
    lastName(call.func) === 'CheckConstraint' && call.args[0] !== undefined
      ? (file.values.string(call.args[0])?.match(/\w+/g) ?? [])
      : [],
  );
  const asked = [
    { kind: 'asked' as const, names: [...new Set(named)], isEverywhere: false },
    { kind: 'asked' as const, names: [...new Set(constraints)], isEverywhere: true },
  ];
  return asked.filter(({ names }) => names.length > 0);
}
