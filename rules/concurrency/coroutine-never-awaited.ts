import { type Call, defineSourceRule, type Expression, type Name, type SourceContext } from '#kit';

/** What may be asked of a coroutine itself. */
const COROUTINE_MEMBERS: ReadonlySet<string> = new Set(
  'close send throw __await__ cr_await cr_code cr_frame cr_running cr_origin __name__ __qualname__'.split(' '),
);

/** Classes that no coroutine is of. */
const PLAIN_RESULTS: ReadonlySet<string> = new Set(
  'bool int float str bytes dict list set tuple frozenset'.split(' ').map((name) => `builtins.${name}`),
);

export default defineSourceRule({
  docs: {
    summary: 'coroutine that is made and never awaited',
    why: 'Calling an `async def` runs nothing: the work is silently left out, and what is tested, read or returned in its place is a coroutine object, which is always true and has none of the fields asked for.',
    remedy: 'Await the call, or start it with `asyncio.create_task` and keep the task.',
    severity: 'P0',
    precision: 'high',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    bad: 'async def save(row):\n    ...\n\nasync def handle(row):\n    save(row)\n',
    good: 'async def save(row):\n    ...\n\nasync def handle(row):\n    await save(row)\n',
  },
  visit: {
    Call(call, ctx) {
      if (isClassLike(call) || (localOf(call) === undefined && lossAt(call, call, ctx) === undefined)) return;
      const loss = lossOf(call, ctx);
      const path = loss === undefined ? undefined : pathToCoroutine(call, ctx);
      if (path === undefined || ctx.context.isTestCode(call)) return;
      ctx.report({
        at: call,
        message: `\`${ctx.text.slice(call.func)}\` is a coroutine function, and ${loss}`,
        // Whoever calls a plain function may know better than its annotation.
        ...(call.parent?.kind === 'Return' && { profile: 'strict' }),
        when: {
          question: { kind: 'is-coroutine', function: path, from: ctx.path },
          yes: 'keep',
          no: 'drop',
          unknown: 'drop',
        },
      });
    },
  },
});

/** Nobody writes the name of a function with a capital: most calls whose results are kept make objects. */
function isClassLike({ func }: Call): boolean {
  const name = func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return /^_*[A-Z]/.test(name);
}

/** Where this file shows what is called, only if that is a coroutine function. */
function pathToCoroutine(call: Call, ctx: SourceContext): string | undefined {
  const { func } = call;
  const named = ctx.names.definitionOf(func);
  const owner = named === undefined && func.kind === 'Attribute' ? ctx.types.classDefOf(func.value) : undefined;
  const method =
    func.kind === 'Attribute' && owner !== undefined ? ctx.state.methodsOf(owner).get(func.attr) : undefined;
  const definition = named ?? method;
  return definition === undefined || definition.kind === 'AsyncFunctionDef' ? ctx.effects.projectPath(call) : undefined;
}

/** What becomes of the coroutine instead of being awaited; undefined where somebody may await it. */
function lossOf(call: Call, ctx: SourceContext): string | undefined {
  const local = localOf(call);
  if (local === undefined) return lossAt(call, call, ctx);
  const binding = ctx.names.resolve(local);
  if (binding?.scope.kind !== 'function' || binding.definitions.length > 1) return undefined;
  if (binding.references.length === 0) return 'what it gives is kept in a local that nothing reads';
  const losses = binding.references.map((reference) => lossAt(reference, call, ctx));
  return losses.every((loss) => loss !== undefined) ? losses[0] : undefined;
}

/** The local that alone keeps what a call gives. */
function localOf({ parent }: Call): Name | undefined {
  if (parent?.kind !== 'Assign' || parent.targets.length > 1) return undefined;
  const [target] = parent.targets;
  return target?.kind === 'Name' ? target : undefined;
}

/** What becomes of the coroutine where an expression that is one stands. */
function lossAt(expression: Expression, call: Call, ctx: SourceContext): string | undefined {
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
      return parent.values.at(-1) === expression ? lossAt(parent, call, ctx) : TESTED;
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
      return lossByReturn(call, ctx);
    default:
      return undefined;
  }
}

const TESTED = 'what is tested is the coroutine, which is always true';

/** A plain function may hand a coroutine on; one that says it gives a plain value does not know it. */
function lossByReturn(call: Call, ctx: SourceContext): string | undefined {
  const fn = ctx.context.defAround(call);
  if (fn?.kind !== 'FunctionDef' || fn.returns === undefined) return undefined;
  const named = ctx.types.annotatedClass(fn.returns);
  return named !== undefined && PLAIN_RESULTS.has(named)
    ? `it is returned as \`${named.slice('builtins.'.length)}\``
    : undefined;
}
