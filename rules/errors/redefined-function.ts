import { type Def, lastName, type Module, nameSpan, nodesOf, type Stmt } from '#ast';
import { firstIndex, groupBy, memoize } from '#collections';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

/** Decorators that leave a function where it was bound; any other may have put it elsewhere before it is bound anew. */
const PLAIN: ReadonlySet<string> = new Set([
  'staticmethod',
  'classmethod',
  'property',
  'abstractmethod',
  'cached_property',
]);

export default defineSourceRule({
  docs: {
    summary: 'function that is defined twice under one name, so that the first is never called',
    why: 'The later definition takes the name: what the first one does is left out, and whoever calls with its arguments gets another function.',
    remedy: 'Take out the one that is not meant, or give it a name of its own.',
    harm: 'lies',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [561],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint tells and we do not (E0102)' }],
    bad: 'def clean(text):\n    return text.strip()\n\n\ndef clean(text, lower=False):\n    return text.lower() if lower else text\n',
    good: 'def strip(text):\n    return text.strip()\n\n\ndef clean(text, lower=False):\n    return text.lower() if lower else text\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Module: ({ body }, ctx) => check(body, 'module', ctx),
    ClassDef: ({ body, name }, ctx) => check(body, name, ctx),
  },
});

function check(body: readonly Stmt[], owner: string, ctx: SourceContext): void {
  const last = new Map<string, Def>();
  for (const statement of body) {
    if (statement.kind !== 'FunctionDef' && statement.kind !== 'AsyncFunctionDef') continue;
    const first = last.get(statement.name);
    last.set(statement.name, statement);
    if (first === undefined || !isPlain(first) || !isPlain(statement) || isUsedBetween(first, statement, ctx)) continue;
    ctx.report({
      at: nameSpan(first),
      message: `\`${first.name}\` is never called as it is defined here: the ${owner === 'module' ? 'module' : `class \`${owner}\``} defines it again below`,
      related: [{ at: nameSpan(statement), message: 'this one takes the name' }],
    });
  }
}

/** `@overload`, `@size.setter` and `@app.get("/")` all have a use for the first. */
const isPlain = (fn: Def): boolean =>
  fn.name !== '_' && fn.decorator_list.every((decorator) => PLAIN.has(lastName(decorator) ?? ''));

/** Whatever runs between the two may have taken the first. */
function isUsedBetween(first: Def, later: Def, { source, context }: SourceContext): boolean {
  const alike = namesById(source.module).get(first.name) ?? [];
  const around = context.functionAround(first);
  for (let at = firstIndex(alike, ({ start }) => start > first.end); at < alike.length; at++) {
    const name = alike[at];
    if (name === undefined || name.start >= later.start) return false;
    if (context.functionAround(name) === around) return true;
  }
  return false;
}

/** In source order. */
const namesById = memoize((module: Module) =>
  groupBy(
    nodesOf(module, 'Name').toSorted((a, b) => a.start - b.start),
    ({ id }) => id,
  ),
);
