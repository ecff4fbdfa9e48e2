import { type Expression, type Node, nodesOf, shortText } from '#ast';
import { defineProjectRule, type FactsContext, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { Target } from '#project';

/** What is done with the result of a call. */
type Use = 'await' | 'with' | 'async with' | 'async for' | 'for';

/** What a function gives when it is called. */
type Given = 'context manager' | 'async context manager' | 'async generator' | 'coroutine';

/** What each of them can be used for, of these. */
const FITTING: Readonly<Record<Given, readonly Use[]>> = {
  'context manager': ['with'],
  'async context manager': ['async with'],
  'async generator': ['async for'],
  coroutine: ['await'],
};

/** `contextlib` makes managers of generators. */
const MANAGERS: ReadonlyMap<string, Given> = new Map([
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
  facts: (file) => {
    const found: Fact[] = [];
    const note = (value: Expression, use: Use): void => {
      const callee = value.kind === 'Call' ? file.effects.projectPath(value) : undefined;
      if (callee !== undefined && value.kind === 'Call')
        found.push({ callee, use, written: shortText(value.func, file.text), place: packPlace(file, value) });
    };
    for (const [value, use] of usedCalls(file)) note(value, use);
    return found;
  },
  check(project, ctx) {
    for (const { path, fact } of ctx.facts) {
      const importer = project.moduleByPath(path);
      const target = importer && project.follow(fact.callee, importer);
      const given = target && givenBy(target);
      if (target?.kind !== 'function' || given === undefined || FITTING[given].includes(fact.use)) continue;
      if (!project.holdsForOverrides(target, (each) => givenBy(each) === given)) continue;
      const article = given === 'coroutine' || given === 'context manager' ? 'a' : 'an';
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.written}(…)\` gives ${article} ${given}, which cannot be used with \`${fact.use}\`: the line is a \`TypeError\``,
        related: [
          {
            path: target.module.path,
            ...target.function.place,
            message: `the function that gives ${article} ${given}`,
          },
        ],
        key: `${path} ${fact.callee} ${fact.use}`,
      });
    }
  },
});

/** Calls whose result is used in a way that not all results allow. */
function* usedCalls(file: FactsContext): Iterable<readonly [Expression, Use]> {
  const visit = function* (node: Node): Iterable<readonly [Expression, Use]> {
    if (node.kind === 'Await') yield [node.value, 'await'];
    else if (node.kind === 'With' || node.kind === 'AsyncWith')
      for (const { context_expr: each } of node.items) yield [each, node.kind === 'With' ? 'with' : 'async with'];
    else if (node.kind === 'For') yield [node.iter, 'for'];
    else if (node.kind === 'AsyncFor') yield [node.iter, 'async for'];
    else if (node.kind === 'comprehension') yield [node.iter, node.is_async === 1 ? 'async for' : 'for'];
  };
  for (const kind of ['Await', 'With', 'AsyncWith', 'For', 'AsyncFor', 'comprehension'] as const)
    for (const node of nodesOf(file.module, kind)) yield* visit(node);
}

function givenBy(target: Target): Given | undefined {
  if (target.kind !== 'function') return undefined;
  const { decorators, isAsync, isGenerator } = target.function;
  const [only, other] = decorators;
  if (only !== undefined) return other === undefined && isGenerator ? MANAGERS.get(only) : undefined;
  if (!isAsync) return undefined;
  return isGenerator ? 'async generator' : 'coroutine';
}
