import {
  type Call,
  defineProjectRule,
  type Expression,
  type FactsContext,
  type FileRole,
  type If,
  type ModuleSummary,
  mayBePassedBy,
  NOT_PRODUCTION,
  type Node,
  nodesOf,
  type PackedPlace,
  type ProjectContext,
  type ProjectModel,
  packPlace,
  type RefusedText,
  refusedTexts,
  refusesAlways,
  type Target,
  unpackPlace,
} from '#kit';

/** Parameters that name what is stored. */
const KEY_NAME = /(^|_)(key|name|id|path|filename|object|blob|uri|prefix|slug|topic|subject|bucket|segment|value)$/;
const SILENT_ROLES: ReadonlySet<FileRole> = new Set([...NOT_PRODUCTION, 'script', 'notebook']);
const MAX_OPEN = 4;
const MAX_KEY = 120;
const DEPTH = 3;

interface Refusal extends Pick<RefusedText, 'pattern' | 'how' | 'refusesMatch'> {
  readonly kind: 'refusal';
  readonly fn: string;
  readonly parameter: string;
  readonly place: PackedPlace;
}

/** An argument: the way to what is called, and where the value goes in. */
interface Given {
  readonly path: string;
  readonly at: number | string;
}

/** A function passes its parameter on as it is. */
interface HandOn extends Given {
  readonly kind: 'hand-on';
  readonly fn: string;
  readonly parameter: string;
}

/** A key that is put together of constant and open parts, and given to a function. */
interface BuiltKey extends Given {
  readonly kind: 'key';
  readonly parts: readonly (string | null)[];
  readonly text: string;
  readonly place: PackedPlace;
  readonly given: PackedPlace;
}

type Fact = Refusal | HandOn | BuiltKey;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'storage key that the validation of its writer refuses',
    why: 'Every write under such a key raises, so what should be stored never is, and nothing but the first real run shows it.',
    remedy:
      'Let the validation accept the separator (check each segment by itself), or join the parts with a character that it accepts.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'STORE-01' }],
    measured: { read: 1, right: 1, on: 'TenSafe; five other packages have none' },
    bad: 'import re\n\nclass Store:\n    def write(self, key, data):\n        if not re.fullmatch(r"[a-z0-9_]+", key):\n            raise ValueError(key)\n\ndef save(tenant, name, data):\n    store = Store()\n    store.write(f"{tenant}/{name}", data)\n',
    good: 'import re\n\nclass Store:\n    def write(self, key, data):\n        if not re.fullmatch(r"[a-z0-9_/]+", key):\n            raise ValueError(key)\n\ndef save(tenant, name, data):\n    store = Store()\n    store.write(f"{tenant}/{name}", data)\n',
  },
  facts(file) {
    if (SILENT_ROLES.has(file.context.role)) return [];
    const refusals = nodesOf(file.module, 'If').flatMap((branch) => refusalsOf(branch, file));
    return [...refusals, ...handOns(file), ...builtKeys(file)];
  },
  check(project, ctx) {
    const refusals = new Map<string, Refusal[]>();
    const handOnsOf = new Map<string, HandOn[]>();
    for (const { fact } of ctx.facts) {
      if (fact.kind === 'refusal') refusals.set(fact.fn, [...(refusals.get(fact.fn) ?? []), fact]);
      else if (fact.kind === 'hand-on') handOnsOf.set(fact.fn, [...(handOnsOf.get(fact.fn) ?? []), fact]);
    }
    if (refusals.size === 0) return;
    for (const { path, fact } of ctx.facts) {
      const module = fact.kind === 'key' ? project.moduleByPath(path) : undefined;
      if (fact.kind === 'key' && module !== undefined) judge(fact, module, { project, refusals, handOnsOf }, ctx);
    }
  },
});

/** What the body of a function refuses of its parameters. */
function refusalsOf(branch: If, file: FactsContext): Refusal[] {
  const fn = branch.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return [];
  const earlier = fn.body.slice(0, fn.body.indexOf(branch));
  if (earlier.some((statement) => statement.kind === 'If' && statement.body.at(-1)?.kind === 'Return')) return [];
  return refusedTexts(branch, file).flatMap(({ subject, test, ...refused }): Refusal[] => {
    const parameter = parameterNamed(subject, file);
    if (parameter === undefined) return [];
    return [{ kind: 'refusal', fn: qualified(fn, file), parameter, ...refused, place: packPlace(file, test) }];
  });
}

function parameterNamed(value: Expression, { names }: FactsContext): string | undefined {
  const parameter = value.kind === 'Name' && KEY_NAME.test(value.id) ? names.parameterOf(value) : undefined;
  return parameter?.arg;
}

const qualified = (fn: Node, { names }: FactsContext): string => `${names.moduleName}.${names.qualnameOf(fn)}`;

/** Calls that take a parameter of the function around them, whenever it runs. */
function handOns(file: FactsContext): HandOn[] {
  return nodesOf(file.module, 'Call').flatMap((call): HandOn[] => {
    // Most calls are given nothing that names a key.
    const given = argumentsOf(call).filter(({ value }) => value.kind === 'Name' && KEY_NAME.test(value.id));
    const fn = given.length === 0 ? undefined : file.context.defAround(call);
    if (fn === undefined) return [];
    return given.flatMap(({ value, at }): HandOn[] => {
      const parameter = parameterNamed(value, file);
      if (parameter === undefined || mayBePassedBy(call)) return [];
      const path = file.effects.projectPath(call);
      return path === undefined ? [] : [{ kind: 'hand-on', fn: qualified(fn, file), parameter, path, at }];
    });
  });
}

function argumentsOf(call: Call): { value: Expression; at: number | string }[] {
  if (call.args.some(({ kind }) => kind === 'Starred')) return [];
  return [
    ...call.args.map((value, at) => ({ value, at })),
    ...call.keywords.flatMap(({ arg, value }) => (arg === undefined ? [] : [{ value, at: arg }])),
  ];
}

/** Keys by f-string or `join`, and the calls that they are given to. */
function builtKeys(file: FactsContext): BuiltKey[] {
  const joins = nodesOf(file.module, 'Call').filter(
    ({ func, args }) =>
      func.kind === 'Attribute' && func.attr === 'join' && func.value.kind === 'Constant' && args[0]?.kind === 'List',
  );
  return [...nodesOf(file.module, 'JoinedStr'), ...joins].flatMap((key) => {
    const parts = partsOf(key, file);
    if (parts === undefined) return [];
    return file.flow.destinations(key).flatMap((use): BuiltKey[] => {
      if (use.kind !== 'argument' || use.node.kind !== 'Call') return [];
      const { node, carrier } = use;
      const isAsItIs = carrier === key || carrier.kind === 'Name';
      const path = isAsItIs ? file.effects.projectPath(node) : undefined;
      const argument = argumentsOf(node).find(({ value }) => value === carrier);
      if (path === undefined || argument === undefined) return [];
      const places = { place: packPlace(file, key), given: packPlace(file, node) };
      return [{ kind: 'key', path, at: argument.at, parts, text: file.text.slice(key), ...places }];
    });
  });
}

/** Constant parts, and null for open ones; undefined for texts that are no keys. */
function partsOf(key: Expression, file: FactsContext): (string | null)[] | undefined {
  if (key.kind === 'Call') {
    const separator = file.values.string(key.func.kind === 'Attribute' ? key.func.value : key.func);
    const elements = key.args[0]?.kind === 'List' ? key.args[0].elts : [];
    if (separator === undefined || elements.length < 2 || elements.some(({ kind }) => kind === 'Starred'))
      return undefined;
    const parts = elements.flatMap((element, index) => [
      ...(index > 0 ? [separator] : []),
      file.values.string(element) ?? null,
    ]);
    return isKey(parts) ? parts : undefined;
  }
  if (key.kind !== 'JoinedStr' || key.values.length > 2 * MAX_OPEN + 1) return undefined;
  const parts = file.values.textPieces(key)?.map((piece) => (piece.kind === 'constant' ? piece.text : null)) ?? [];
  return isKey(parts) ? parts : undefined;
}

function isKey(parts: readonly (string | null)[]): boolean {
  const constant = parts.filter((part) => part !== null).join('');
  const open = parts.filter((part) => part === null).length;
  return /[^\w]/.test(constant) && !/\s/.test(constant) && constant.length <= MAX_KEY && open > 0 && open <= MAX_OPEN;
}

interface Knowledge {
  readonly project: ProjectModel;
  readonly refusals: ReadonlyMap<string, readonly Refusal[]>;
  readonly handOnsOf: ReadonlyMap<string, readonly HandOn[]>;
}

function judge(key: BuiltKey, module: ModuleSummary, known: Knowledge, ctx: ProjectContext<Fact>): void {
  for (const { refusal, by } of refusalsOn(key, module, known, DEPTH)) {
    if (!refusesAlways(key.parts, refusal)) continue;
    const name = refusal.fn.slice(by.module.length + 1);
    ctx.report({
      at: { path: module.path, ...unpackPlace(key.place) },
      message: `\`${key.text}\` is a key that \`${name}\` refuses: it ${refusal.refusesMatch ? 'raises on' : 'asks for'} \`${refusal.pattern}\``,
      related: [
        { path: module.path, ...unpackPlace(key.given), message: 'the key is given here' },
        { path: by.path, ...unpackPlace(refusal.place), message: 'and refused here' },
      ],
      key: `${module.module} ${key.text} ${refusal.fn}`,
    });
    return;
  }
}

/** The validations that an argument meets, in what is called, in what overrides it, and in what these hand it to. */
function refusalsOn(
  { path, at }: Given,
  module: ModuleSummary,
  known: Knowledge,
  depth: number,
): { refusal: Refusal; by: ModuleSummary }[] {
  const { project, refusals, handOnsOf } = known;
  const target = depth === 0 ? undefined : project.follow(path, module);
  if (target?.kind !== 'function') return [];
  return overridesOf(target, project).flatMap((each) => {
    const { qualifiedName } = each.function;
    const parameters = project.signatureOf(each)?.parameters ?? [];
    const parameter = typeof at === 'string' ? at : parameters[at]?.name;
    if (parameter === undefined) return [];
    const own = (refusals.get(qualifiedName) ?? []).filter((refusal) => refusal.parameter === parameter);
    const handed = (handOnsOf.get(qualifiedName) ?? []).filter((handOn) => handOn.parameter === parameter);
    return [
      ...own.map((refusal) => ({ refusal, by: each.module })),
      ...handed.flatMap((handOn) => refusalsOn(handOn, each.module, known, depth - 1)),
    ];
  });
}

type FunctionTarget = Extract<Target, { kind: 'function' }>;

/** The method itself, and what classes derived from its own have in its place. */
function overridesOf(target: FunctionTarget, project: ProjectModel): FunctionTarget[] {
  const name = target.function.qualifiedName.split('.').at(-1) ?? '';
  const derived = target.owner === undefined ? [] : project.derivedFrom(target.owner);
  const others = derived.flatMap((owner): FunctionTarget[] => {
    const own = owner.module.functions.find((fn) => fn.qualifiedName === `${owner.class.qualifiedName}.${name}`);
    return own === undefined ? [] : [{ kind: 'function', module: owner.module, function: own, owner, isBound: true }];
  });
  return [target, ...others];
}
