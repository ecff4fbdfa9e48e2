import {
  type Call,
  defineProjectRule,
  type Expression,
  type FactsContext,
  type Name,
  nodesOf,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';

/** A call whose result nobody awaits, should it be a coroutine. */
interface Fact {
  /** The way to what is called (`ObjectTypes.pathOf`). */
  readonly path: string;
  /** As it is written. */
  readonly written: string;
  readonly place: PackedPlace;
  readonly loss: string;
  readonly isReturned?: true;
}

/** What may be asked of a coroutine itself. */
const COROUTINE_MEMBERS: ReadonlySet<string> = new Set(
  'close send throw __await__ cr_await cr_code cr_frame cr_running cr_origin __name__ __qualname__'.split(' '),
);

/** Classes that no coroutine is of. */
const PLAIN_RESULTS: ReadonlySet<string> = new Set(
  'bool int float str bytes dict list set tuple frozenset'.split(' ').map((name) => `builtins.${name}`),
);

export default defineProjectRule<Fact>({
  docs: {
    summary: 'coroutine that is made and never awaited',
    why: 'Calling an `async def` runs nothing: the work is silently left out, and what is tested, read or returned in its place is a coroutine object, which is always true and has none of the fields asked for.',
    remedy: 'Await the call, or start it with `asyncio.create_task` and keep the task.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    bad: 'async def save(row):\n    ...\n\nasync def handle(row):\n    save(row)\n',
    good: 'async def save(row):\n    ...\n\nasync def handle(row):\n    await save(row)\n',
    measured: { read: 2, right: 2, on: 'gpt_researcher, kserve; 70 other folders have none' },
  },
  facts(file) {
    return nodesOf(file.module, 'Call').flatMap((call) => factOf(call, file) ?? []);
  },
  check(project, ctx) {
    for (const { path: from, fact } of ctx.facts) {
      const { verdict, evidence } = project.answer({ kind: 'is-coroutine', function: fact.path, from });
      if (verdict !== 'yes') continue;
      ctx.report({
        at: { path: from, ...unpackPlace(fact.place) },
        message: `\`${fact.written}\` is a coroutine function, and ${fact.loss}`,
        // Whoever calls a plain function may know better than its annotation.
        ...(fact.isReturned === true && { profile: 'strict' }),
        related: evidence,
        key: `${from} ${fact.path} ${fact.loss}`,
      });
    }
  },
});

function factOf(call: Call, file: FactsContext): Fact | undefined {
  if (isClassLike(call) || (localOf(call) === undefined && lossAt(call, call, file) === undefined)) return undefined;
  const loss = lossOf(call, file);
  const path = loss === undefined ? undefined : pathToCoroutine(call, file);
  if (loss === undefined || path === undefined || file.context.isTestCode(call)) return undefined;
  const isReturned = call.parent?.kind === 'Return' && { isReturned: true as const };
  return { path, written: file.text.slice(call.func), place: packPlace(file, call), loss, ...isReturned };
}

/** Nobody writes the name of a function with a capital: most calls whose results are kept make objects. */
function isClassLike({ func }: Call): boolean {
  const name = func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return /^_*[A-Z]/.test(name);
}

/** Where this file shows what is called, only if that is a coroutine function. */
function pathToCoroutine(call: Call, file: FactsContext): string | undefined {
  const { func } = call;
  const named = file.names.definitionOf(func);
  const owner = named === undefined && func.kind === 'Attribute' ? file.types.classDefOf(func.value) : undefined;
  const method =
    func.kind === 'Attribute' && owner !== undefined ? file.state.methodsOf(owner).get(func.attr) : undefined;
  const definition = named ?? method;
  return definition === undefined || definition.kind === 'AsyncFunctionDef'
    ? file.effects.projectPath(call)
    : undefined;
}

/** What becomes of the coroutine instead of being awaited; undefined where somebody may await it. */
function lossOf(call: Call, file: FactsContext): string | undefined {
  const local = localOf(call);
  if (local === undefined) return lossAt(call, call, file);
  const binding = file.names.resolve(local);
  if (binding?.scope.kind !== 'function' || binding.definitions.length > 1) return undefined;
  if (binding.references.length === 0) return 'what it gives is kept in a local that nothing reads';
  const losses = binding.references.map((reference) => lossAt(reference, call, file));
  return losses.every((loss) => loss !== undefined) ? losses[0] : undefined;
}

/** The local that alone keeps what a call gives. */
function localOf({ parent }: Call): Name | undefined {
  if (parent?.kind !== 'Assign' || parent.targets.length > 1) return undefined;
  const [target] = parent.targets;
  return target?.kind === 'Name' ? target : undefined;
}

/** What becomes of the coroutine where an expression that is one stands. */
function lossAt(expression: Expression, call: Call, file: FactsContext): string | undefined {
  const { parent } = expression;
  switch (parent?.kind) {
    case 'Expr':
      return 'the call is dropped without running';
    case 'If':
    case 'While':
    case 'IfExp':
    case 'Assert':
      return parent.test === expression ? TESTED : undefined;
    case 'BoolOp':
      // The last operand is the value of the whole, and may be awaited.
      return parent.values.at(-1) === expression ? lossAt(parent, call, file) : TESTED;
    case 'UnaryOp':
      return TESTED;
    case 'Subscript':
      return parent.value === expression ? 'an element is asked of the coroutine' : undefined;
    case 'Attribute':
      return COROUTINE_MEMBERS.has(parent.attr) ? undefined : `\`.${parent.attr}\` is asked of the coroutine`;
    case 'FormattedValue':
      return 'what is written is the coroutine';
    case 'BinOp':
      return 'what is reckoned with is the coroutine';
    case 'For':
    case 'comprehension':
      return parent.iter === expression ? 'the coroutine is looped over' : undefined;
    case 'Return':
      return lossByReturn(call, file);
    default:
      return undefined;
  }
}

const TESTED = 'what is tested is the coroutine, which is always true';

/** A plain function may hand a coroutine on; one that says it gives a plain value does not know it. */
function lossByReturn(call: Call, file: FactsContext): string | undefined {
  const fn = file.context.defAround(call);
  if (fn?.kind !== 'FunctionDef' || fn.returns === undefined) return undefined;
  const named = file.types.annotatedClass(fn.returns);
  return named !== undefined && PLAIN_RESULTS.has(named)
    ? `it is returned as \`${named.slice('builtins.'.length)}\``
    : undefined;
}
