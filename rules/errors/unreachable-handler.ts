import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type ExceptHandler, type Expression, headerSpan, shortText, type Try, type TryStar } from '#kit/code';

export default defineSourceRule({
  docs: {
    summary: 'handler that an earlier one of its `try` takes everything from',
    why: 'Python runs the first handler that fits: what was written for this failure never runs, and the earlier handler treats it as any other.',
    remedy: 'Put the handler of the narrower exception first, or take it out.',
    harm: 'lies',
    severity: {
      'the two handlers differ': 'P2',
      'both handlers do the same': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [561, 705],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint and ruff tell and we do not (E0701, B025)' }],
    bad: 'def read(path):\n    try:\n        return path.read_text()\n    except OSError:\n        raise SystemExit(1)\n    except FileNotFoundError:\n        return ""\n',
    good: 'def read(path):\n    try:\n        return path.read_text()\n    except FileNotFoundError:\n        return ""\n    except OSError:\n        raise SystemExit(1)\n',
  },
  skips: NOT_PRODUCTION,
  visit: { Try: check, TryStar: check },
});

function check({ handlers }: Try | TryStar, ctx: SourceContext): void {
  for (const [index, handler] of handlers.entries()) {
    const { type } = handler;
    if (index === 0 || type === undefined) continue;
    const takers = (type.kind === 'Tuple' ? type.elts : [type]).map((each) =>
      takerOf(each, handlers.slice(0, index), ctx),
    );
    const [taker] = takers;
    if (taker === undefined || takers.includes(undefined)) continue;
    const [mine, its] = [handler, taker].map(({ body }) => body.map((each) => ctx.text.slice(each)).join());
    ctx.report({
      at: headerSpan(handler, ctx.text),
      message: `\`${shortText(type, ctx.text)}\` never comes here: the handler of \`${taker.type === undefined ? 'everything' : shortText(taker.type, ctx.text)}\` above takes it`,
      related: [{ at: headerSpan(taker, ctx.text), message: 'this one runs' }],
      // Where both do the same nothing is lost but the reader's time.
      ...(mine === its && { harm: 'rots', kind: 'both handlers do the same' }),
    });
  }
}

/** The first handler that takes an exception: by its own name, by a base that is known, or by one that this file gives its class. */
function takerOf(
  type: Expression,
  earlier: readonly ExceptHandler[],
  ctx: SourceContext,
  depth = 0,
): ExceptHandler | undefined {
  const name = ctx.names.qualifiedName(type);
  if (name === undefined) return undefined;
  const made = depth < MOST_BASES ? ctx.names.definitionOf(type) : undefined;
  const taker = earlier.find((handler) => {
    if (mayBeOther(handler.type, ctx)) return false;
    const caught = ctx.handlers.describe(handler);
    return made === undefined ? caught.takes(name) : caught.catches.includes(name);
  });
  if (taker !== undefined || made?.kind !== 'ClassDef') return taker;
  return made.bases.map((base) => takerOf(base, earlier, ctx, depth + 1)).find((found) => found !== undefined);
}

const MOST_BASES = 5;

/** The exception of an optional library, and `Exception` where that is not installed: only one of them is caught. */
function mayBeOther(type: Expression | undefined, { names }: Pick<SourceContext, 'names'>): boolean {
  if (type?.kind === 'Tuple') return type.elts.some((each) => mayBeOther(each, { names }));
  return type?.kind === 'Name' && (names.resolve(type)?.definitions.length ?? 0) > 1;
}
