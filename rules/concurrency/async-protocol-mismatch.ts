import { type Call, type Expression, isGenerator, nodesOf, shortText } from '#ast';
import { defineProjectRule, type FactsContext, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { Target } from '#project';
import { definitionCalled } from '#semantics/effects/definition-called';

/** What is done with the result of a call. */
type Use = 'await' | 'with' | 'async with' | 'async for' | 'for';

/** What a function returns when it is called. */
type Returned = 'context manager' | 'async context manager' | 'generator' | 'async generator' | 'coroutine';

/** What each of them can be used for, of these. */
const FITTING: Readonly<Record<Returned, readonly Use[]>> = {
  'context manager': ['with'],
  'async context manager': ['async with'],
  generator: ['for'],
  'async generator': ['async for'],
  coroutine: ['await'],
};

const CANNOT: Readonly<Record<Use, string>> = {
  await: 'cannot be awaited',
  with: 'cannot be entered with `with`',
  'async with': 'cannot be entered with `async with`',
  'async for': 'cannot be iterated with `async for`',
  for: 'cannot be iterated with `for`',
};

/** `contextlib` makes managers of generators. */
const MANAGERS: ReadonlyMap<string, Returned> = new Map([
  ['contextlib.asynccontextmanager', 'async context manager'],
  ['contextlib.contextmanager', 'context manager'],
]);

interface Fact {
  /** The access path to what is called. */
  readonly callee: string;
  readonly use: Use;
  readonly written: string;
  readonly place: PackedPlace;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'asynchronous protocol mismatch: awaited context manager, or coroutine in a `with` or loop',
    why: 'The line raises a `TypeError` every time it runs.',
    remedy:
      'Enter a context manager with `async with`, loop over an asynchronous generator with `async for`, and await a coroutine first',
    harm: 'breaks',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [628],
    origin: [{ document: 'Field report 2', finding: '3: operation that does not fit the type' }],
    bad: 'from contextlib import asynccontextmanager\n\n\n@asynccontextmanager\nasync def connected(pool):\n    yield await pool.acquire()\n\n\nasync def orders(pool):\n    connection = await connected(pool)\n    return await connection.fetch("SELECT * FROM orders")\n',
    good: 'from contextlib import asynccontextmanager\n\n\n@asynccontextmanager\nasync def connected(pool):\n    yield await pool.acquire()\n\n\nasync def orders(pool):\n    async with connected(pool) as connection:\n        return await connection.fetch("SELECT * FROM orders")\n',
  },
  // Tests find out themselves.
  skips: ['test', 'stub', 'generated', 'vendored', 'documentation'],
  facts: (file) =>
    usesOf(file).flatMap(([value, use]) => {
      if (value.kind !== 'Call' || (use === 'await' && isOfCoroutine(value, file))) return [];
      const callee = file.effects.projectPath(value);
      return callee === undefined
        ? []
        : { callee, use, written: shortText(value.func, file.text), place: packPlace(file, value) };
    }),
  check(project, ctx) {
    for (const { path, fact } of ctx.facts) {
      const importer = project.moduleByPath(path);
      const target = importer && project.follow(fact.callee, importer);
      const returned = target && returnedBy(target);
      if (target?.kind !== 'function' || returned === undefined || FITTING[returned].includes(fact.use)) continue;
      if (!project.holdsForOverrides(target, (each) => returnedBy(each) === returned)) continue;
      const article = returned.startsWith('a') ? 'an' : 'a';
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.written}(…)\` returns ${article} ${returned}, which ${CANNOT[fact.use]} (\`TypeError\`)`,
        related: [
          {
            path: target.module.path,
            ...target.function.place,
            message: `the function that returns ${article} ${returned}`,
          },
        ],
        key: `${path} ${fact.callee} ${fact.use}`,
      });
    }
  },
});

/** Expressions that are used in a way that not all values allow. */
const usesOf = ({ module }: FactsContext): readonly (readonly [Expression, Use])[] => [
  ...nodesOf(module, 'Await').map(({ value }) => [value, 'await'] as const),
  ...nodesOf(module, 'With').flatMap(({ items }) => items.map((each) => [each.context_expr, 'with'] as const)),
  ...nodesOf(module, 'AsyncWith').flatMap(({ items }) =>
    items.map((each) => [each.context_expr, 'async with'] as const),
  ),
  ...nodesOf(module, 'For').map(({ iter }) => [iter, 'for'] as const),
  ...nodesOf(module, 'AsyncFor').map(({ iter }) => [iter, 'async for'] as const),
  ...nodesOf(module, 'comprehension').map(
    ({ iter, is_async }) => [iter, is_async === 1 ? 'async for' : 'for'] as const,
  ),
];

/** Of this file: most awaits are, and fit. */
function isOfCoroutine(call: Call, file: FactsContext): boolean {
  const made = definitionCalled(file, call);
  return made?.kind === 'AsyncFunctionDef' && made.decorator_list.length === 0 && !isGenerator(made);
}

function returnedBy(target: Target): Returned | undefined {
  if (target.kind !== 'function') return undefined;
  const { decorators, isAsync, isGenerator } = target.function;
  const [only, other] = decorators;
  if (only !== undefined) return other === undefined && isGenerator ? MANAGERS.get(only) : undefined;
  if (isAsync) return isGenerator ? 'async generator' : 'coroutine';
  return isGenerator ? 'generator' : undefined;
}
