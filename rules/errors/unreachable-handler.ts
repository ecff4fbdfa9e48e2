import { type ExceptHandler, type Expression, headerSpan, shortText, type Try, type TryStar } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { namesTaking } from '#semantics/handlers/catches';

export default defineSourceRule({
  docs: {
    summary: 'unreachable exception handler',
    why: 'Python runs the first matching handler. The handler written for this exception never runs, because an earlier handler already catches it.',
    remedy: 'Put the handler of the narrower exception first, or remove it',
    harm: 'misleads',
    severity: {
      'the two handlers differ': 'P2',
      'both handlers do the same': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [561, 705],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint and ruff report and we do not (E0701, B025)' }],
    bad: 'def read(path):\n    try:\n        return path.read_text()\n    except OSError:\n        raise SystemExit(1)\n    except FileNotFoundError:\n        return ""\n',
    good: 'def read(path):\n    try:\n        return path.read_text()\n    except FileNotFoundError:\n        return ""\n    except OSError:\n        raise SystemExit(1)\n',
  },
  skips: NOT_PRODUCTION,
  visit: { Try: check, TryStar: check },
});

function check({ handlers }: Try | TryStar, ctx: SourceContext): void {
  const firstBy = new Map<string, ExceptHandler>();
  for (const handler of handlers) {
    const { type } = handler;
    const types = type === undefined ? [] : type.kind === 'Tuple' ? type.elts : [type];
    const takers = types.map((each) => takerOf(each, firstBy, ctx));
    noteCaught(handler, firstBy, ctx);
    if (type === undefined) continue;
    const [taker] = takers;
    if (taker === undefined || takers.includes(undefined)) continue;
    const [mine, its] = [handler, taker].map(({ body }) => body.map((each) => ctx.text.slice(each)).join());
    ctx.report({
      at: headerSpan(handler, ctx.text),
      message: `unreachable handler: \`${shortText(type, ctx.text)}\` is already caught by the handler of \`${taker.type === undefined ? 'everything' : shortText(taker.type, ctx.text)}\` above`,
      related: [{ at: headerSpan(taker, ctx.text), message: 'this handler runs instead' }],
      // Where both do the same nothing is lost but the reader's time.
      ...(mine === its && { harm: 'dead-code', kind: 'both handlers do the same' }),
    });
  }
}

/** What a bare `except` is noted under. */
const EVERYTHING = '*';

/** Notes what a handler takes that no one before it does: by name, because one `try` may have thousands. */
function noteCaught(handler: ExceptHandler, firstBy: Map<string, ExceptHandler>, ctx: SourceContext): void {
  if (mayBeOther(handler.type, ctx)) return;
  const { catches, breadth } = ctx.handlers.describe(handler);
  for (const name of breadth === 'bare' ? [EVERYTHING] : catches) if (!firstBy.has(name)) firstBy.set(name, handler);
}

/** The first handler that takes an exception: by its own name, by a base that is known, or by one that this file gives its class. */
function takerOf(
  type: Expression,
  firstBy: ReadonlyMap<string, ExceptHandler>,
  ctx: SourceContext,
  depth = 0,
): ExceptHandler | undefined {
  const name = ctx.names.qualifiedName(type);
  if (name === undefined) return undefined;
  const made = depth < MOST_BASES ? ctx.names.definitionOf(type) : undefined;
  const taking = made === undefined ? [EVERYTHING, ...namesTaking(name)] : [name];
  const [taker] = taking.flatMap((each) => firstBy.get(each) ?? []).sort((a, b) => a.start - b.start);
  if (taker !== undefined || made?.kind !== 'ClassDef') return taker;
  return made.bases.map((base) => takerOf(base, firstBy, ctx, depth + 1)).find((found) => found !== undefined);
}

const MOST_BASES = 5;

/** The exception of an optional library, and `Exception` where that is not installed: only one of them is caught. */
function mayBeOther(type: Expression | undefined, { names }: Pick<SourceContext, 'names'>): boolean {
  if (type?.kind === 'Tuple') return type.elts.some((each) => mayBeOther(each, { names }));
  return type?.kind === 'Name' && (names.resolve(type)?.definitions.length ?? 0) > 1;
}
