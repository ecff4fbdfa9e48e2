import { type ClassDef, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { ordersRows } from './orders-rows.ts';
import { unlessInFile, whereItMoves } from './pages-of-rows.ts';
import {
  beginsUnordered,
  isDrawn,
  isOwnPaginator,
  isUnordered,
  isUnorderedText,
  LIST_VIEW,
  managerOf,
  pageOf,
  SKIPPING,
} from './unordered-pages.ts';

export default defineSourceRule({
  docs: {
    summary: 'pagination without `ORDER BY`',
    why: 'Without `ORDER BY` a database returns rows in any order, which may change after an update. The next page repeats some rows and skips others unnoticed.',
    remedy: 'Order by a unique column before skipping rows: `.order_by(Order.created_at, Order.id)`',
    harm: 'misleads',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 1', finding: 'F: `LIMIT` without `ORDER BY` where a row is chosen' }],
    bad: 'def page(db, skip, limit):\n    return db.query(Order).offset(skip).limit(limit).all()\n',
    good: 'def page(db, skip, limit):\n    return db.query(Order).order_by(Order.id).offset(skip).limit(limit).all()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  questions: [ordersRows],
  visit: {
    ClassDef: checkView,
    Call(call, ctx) {
      const { func } = call;
      const isSkipped = func.kind === 'Attribute' && SKIPPING.has(func.attr) && call.args.length === 1;
      const page = isSkipped ? undefined : pageOf(call, ctx);
      const at =
        func.kind === 'Attribute' && isSkipped ? { start: func.end - func.attr.length, end: call.end } : call.func;
      if (isSkipped ? isUnordered(call, ctx) && !isDrawn(call.args[0], ctx) : isUnorderedText(call, ctx))
        report(at, call, ctx);
      else if (page !== undefined && beginsUnordered(page, ctx))
        report(call.func, page, ctx, isOwnPaginator(call, ctx));
    },
    /** `Order.objects.filter(open=True)[start:end]`. */
    Subscript(part, ctx) {
      const first = part.slice.kind === 'Slice' ? part.slice.lower : undefined;
      if (first === undefined || ctx.values.fold(first) !== undefined) return;
      const isUnorderedPart = managerOf(part.value, ctx) !== undefined && beginsUnordered(part.value, ctx);
      if (isUnorderedPart && !isDrawn(first, ctx)) report(part, part.value, ctx);
    },
  },
});

/** A list view of Django that is told how many rows a page has (`paginate_by = 20`), and nothing of their order. */
function checkView(owner: ClassDef, ctx: SourceContext): void {
  if (!ctx.types.basesOf(owner).some((base) => LIST_VIEW.test(base ?? ''))) return;
  const declared = new Map(
    owner.body.flatMap((each) =>
      each.kind === 'Assign' ? [[lastName(each.targets[0] ?? each.value), each.value]] : [],
    ),
  );
  const methods = new Map(owner.body.flatMap((each) => (each.kind === 'FunctionDef' ? [[each.name, each]] : [])));
  const page = declared.get('paginate_by');
  if (page === undefined || declared.has('ordering') || methods.has('get_ordering')) return;
  const method = methods.get('get_queryset');
  const given = method === undefined ? [declared.get('queryset')] : ctx.flow.returnValues(method);
  const [query, ...more] = given;
  if (more.length > 0) return;
  const model = declared.get('model');
  const manager = query === undefined ? (method === undefined ? model : undefined) : managerOf(query, ctx);
  if (manager === undefined || (query !== undefined && !beginsUnordered(query, ctx))) return;
  report(query ?? page, query ?? page, ctx, false, manager);
}

function report(
  at: { readonly start: number; readonly end: number },
  query: Expression,
  ctx: SourceContext,
  mayOrder = false,
  manager = managerOf(query, ctx),
): void {
  const model = manager === undefined ? undefined : ctx.names.qualifiedName(manager);
  const perhaps = 'implicit-ordering' as const;
  const question = ordersRows.ask({ class: model ?? '' });
  const inOneFile = unlessInFile(ctx);
  ctx.report({
    at,
    message:
      'pagination without `ORDER BY`: the query uses an offset without an order, so pages can repeat or miss rows',
    cause: `${ctx.path} pages`,
    doubt: mayOrder || (manager !== undefined && model === undefined) ? perhaps : undefined,
    when: whereItMoves(
      query,
      model === undefined ? inOneFile : { question, yes: 'drop', no: inOneFile, unknown: { doubt: perhaps } },
      ctx,
    ),
  });
}
