import {
  type AsyncWith,
  ancestors,
  type Call,
  type Def,
  dottedName,
  type Expression,
  lastName,
  nameOfPlace,
  shortText,
  type With,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, providedThat, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';

export default defineSourceRule({
  docs: {
    summary: 'database transaction held open during a network call',
    why: 'While the other server answers, the transaction keeps its connection and its row locks. When that server is slow, the pool runs dry and every request waits.',
    remedy:
      'Commit before the call and store its result in a second transaction, or make the call before the first write',
    harm: 'hangs',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'Field report 2', finding: '3: HTTP inside a database transaction' }],
    bad: 'import requests\nfrom sqlalchemy.orm import Session\n\ndef pay(db: Session, order):\n    db.add(order)\n    db.flush()\n    order.link = requests.post("https://pay.example.com", json={"order": order.id}, timeout=9).json()["link"]\n    db.commit()\n',
    good: 'import requests\nfrom sqlalchemy.orm import Session\n\ndef pay(db: Session, order):\n    db.add(order)\n    db.commit()\n    order.link = requests.post("https://pay.example.com", json={"order": order.id}, timeout=9).json()["link"]\n    db.commit()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['flush', 'atomic', 'begin', 'begin_nested', 'in_transaction'],
  visit: {
    FunctionDef: checkFunction,
    AsyncFunctionDef: checkFunction,
    With: checkBlock,
    AsyncWith: checkBlock,
  },
});

/** `db.flush()`, the call, `db.commit()`: on one session, and control comes from each to the next. */
function checkFunction(fn: Def, ctx: SourceContext): void {
  const calls = callsWithin([fn]).toSorted((one, other) => one.start - other.start);
  for (const [index, flush] of calls.entries()) {
    const session = receiverOf(flush, /^flush$/);
    if (session === undefined) continue;
    const rest = calls.slice(index + 1);
    const end = rest.findIndex(
      (call) =>
        receiverOf(call, ENDING) === session && ![...ancestors(call)].some(({ kind }) => kind === 'ExceptHandler'),
    );
    const ending = rest[end];
    if (ending === undefined || lastName(ending.func) !== 'commit') continue;
    const within = rest.slice(0, end).filter((call) => ctx.flow.mayComeTo(flush, call));
    report(
      within,
      `the transaction of \`${session}\``,
      [
        { at: flush, message: 'the transaction has written here' },
        { at: ending, message: 'it ends here' },
      ],
      ctx,
    );
  }
}

/** `with transaction.atomic():`, `async with session.begin():` */
function checkBlock(block: With | AsyncWith, ctx: SourceContext): void {
  const opening = block.items.map(({ context_expr }) => context_expr).find((each) => opensTransaction(each, ctx));
  if (opening === undefined) return;
  const message = 'it is opened here, and ends with the block';
  report(callsWithin(block.body), 'the transaction', [{ at: opening, message }], ctx);
}

function opensTransaction(manager: Expression, { names }: SourceContext): boolean {
  const made = manager.kind === 'Call' ? manager.func : manager;
  if (names.qualifiedName(made) === 'django.db.transaction.atomic') return true;
  return made.kind === 'Attribute' && /^(?:begin|begin_nested|in_transaction|atomic)$/.test(made.attr);
}

function report(
  calls: readonly Call[],
  transaction: string,
  related: NonNullable<Problem['related']>,
  ctx: SourceContext,
): void {
  const seen = new Set<string>();
  for (const call of calls) {
    const path = requestPathOf(call, ctx);
    if (path === undefined || seen.has(path)) continue;
    seen.add(path);
    ctx.report({
      at: call,
      cause: ctx.path,
      message: `\`${shortText(call.func, ctx.text)}\` waits for another server while ${transaction} is open`,
      related,
      ...(path !== '' && { when: providedThat({ kind: 'reaches-outside', function: path, from: ctx.path }, 'drop') }),
    });
  }
}

/** A rollback is mostly that of a path which leaves. */
const ENDING = /^(?:commit|close)$/;

const receiverOf = ({ func }: Call, method: RegExp): string | undefined =>
  func.kind === 'Attribute' && method.test(func.attr) ? dottedName(func.value) : undefined;

/** Empty for a request of its own; the way to a method of the project's client of a service. */
function requestPathOf(call: Call, ctx: SourceContext): string | undefined {
  const blocking = ctx.effects.blocking(call);
  if (ctx.effects.of(call) === 'network' && (blocking !== undefined || call.parent?.kind === 'Await')) return '';
  const { func } = call;
  if (func.kind !== 'Attribute' || !SERVICE.test(nameOfPlace(func.value) ?? '')) return undefined;
  return ctx.effects.projectPath(call);
}

/** What a client of another service is called. */
const SERVICE = /(?:client|gateway|api|stripe|yookassa|paypal|payments?_(?:provider|service))$/i;
