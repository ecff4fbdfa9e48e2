import { type Call, type Expression, isCapWords, lastName, nodesOf, stringConstant } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type SchemaFact, schemaFactsIn, schemaOf } from '#kit/schema';
import { NEVER_TWICE, RANDOM_IDENTIFIERS } from '#knowledge/random-identifiers';

/** A random key that a request is sent with. */
interface Sent {
  readonly kind: 'sent';
  readonly made: string;
  readonly to: string;
  readonly fn: string;
  readonly place: PackedPlace;
}

/** A random value that a new row gets. */
interface Filled {
  readonly kind: 'filled';
  /** The class of the row. */
  readonly row: string;
  readonly attribute: string;
  readonly made: string;
  readonly fn: string;
  readonly place: PackedPlace;
}

type Fact = SchemaFact | Sent | Filled;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'random idempotency key: every retry counts as a new request',
    why: 'An idempotency key shows the receiver that two requests are the same one. A key that is random in each attempt never repeats, so a retry after a timeout charges or creates a second time. A random part in a unique constraint likewise lets every duplicate in.',
    remedy:
      'Derive the key from what is done (the order and the amount), or store it with the order before the request is sent',
    harm: 'loses',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'random idempotence key per attempt defeats idempotency' }],
    bad: 'import uuid\n\n\ndef pay(client, order):\n    return client.create_payment(amount=order.total, idempotency_key=str(uuid.uuid4()))\n',
    good: 'def pay(client, order):\n    return client.create_payment(amount=order.total, idempotency_key=f"order-{order.id}")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...schemaFactsIn(file), ...keysIn(file)],
  check(project, ctx) {
    for (const { path, fact } of factsOfKind(ctx.facts, 'sent'))
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `random idempotency key: \`${fact.made}\` generates a new key on each attempt, so a retry${fact.to} counts as a new request`,
        cause: 'idempotency key',
        key: `${fact.fn} ${fact.to}`,
      });
    const schema = schemaOf(project, ctx.facts);
    for (const { path, fact } of factsOfKind(ctx.facts, 'filled')) {
      const table = schema.rowNamed(fact.row, path);
      const set = table?.unique.find((each) => each.length > 1 && each.includes(fact.attribute));
      if (table === undefined || set === undefined || NEVER_TWICE.test(fact.attribute)) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `random part of a unique constraint: \`${fact.made}\` fills \`${fact.attribute}\`, so the constraint on \`${set.join(', ')}\` never finds a duplicate`,
        remedy: 'Fill the column with an identifier of the source, or with a hash of the content',
        related: [{ path: table.path, ...unpackPlace(table.place), message: 'the constraint is declared here' }],
        key: `${fact.fn} ${fact.attribute}`,
      });
    }
  },
});

const KEY = /^(?:x[-_])?idempoten(?:ce|cy)(?:[-_]?(?:key|token|id))?$/i;

function keysIn(file: FactsContext): readonly Fact[] {
  return nodesOf(file.module, 'Call').flatMap((call): readonly Fact[] => {
    const made = file.names.qualifiedName(call.func);
    const fn = file.context.defAround(call);
    if (made === undefined || fn === undefined) return [];
    if (!RANDOM_IDENTIFIERS.has(made)) return madeElsewhere(call, file);
    const common = { made: file.text.slice(call.func), fn: file.names.qualnameOf(call), place: packPlace(file, call) };
    return usesOf(call, file).flatMap((use) =>
      'attribute' in use
        ? { kind: 'filled' as const, ...use, ...common }
        : { kind: 'sent' as const, ...use, ...common },
    );
  });
}

/** `RawMessage(message_id=_unique_id())`, where a function of the file does nothing but make a random value. */
function madeElsewhere(call: Call, file: FactsContext): readonly Filled[] {
  const maker = file.names.definitionOf(call.func);
  if (maker === undefined || maker.kind === 'ClassDef' || call.args.length + call.keywords.length > 0) return [];
  const filled = maker.body.length <= 2 ? rowFilledBy(writtenOf(call), file) : undefined;
  const isRandom =
    filled !== undefined && file.context.nodesOfFunction(maker, 'Call').some((each) => isRandomCall(each, file));
  if (!isRandom) return [];
  return [
    {
      kind: 'filled',
      ...filled,
      made: file.text.slice(call.func),
      fn: file.names.qualnameOf(call),
      place: packPlace(file, call),
    },
  ];
}

const isRandomCall = ({ func }: Call, { names }: FactsContext): boolean =>
  RANDOM_IDENTIFIERS.has(names.qualifiedName(func) ?? '');

type Use = { readonly to: string } | { readonly row: string; readonly attribute: string };

function usesOf(made: Call, file: FactsContext): readonly Use[] {
  const value = writtenOf(made);
  const filled = rowFilledBy(value, file);
  if (filled !== undefined) return [filled];
  const uses = file.flow.destinations(value);
  const isKept = uses.some(
    ({ kind, node }) =>
      kind === 'attribute-store' || kind === 'return' || kind === 'yield' || (node.kind === 'Call' && isStoring(node)),
  );
  if (isKept) return [];
  const sent = uses.flatMap(({ node, carrier }) =>
    node.kind === 'Call' && isSentBy(node, carrier, made, file) ? [node] : [],
  );
  const [call] = sent;
  if (call !== undefined) return [{ to: ` of \`${file.text.slice(call.func)}\`` }];
  return isInHeader(value) ? [{ to: '' }] : [];
}

/** `str(uuid.uuid4())`, `uuid.uuid4().hex[:12]`, `f"pay-{uuid.uuid4()}"`: the text that is made of it, as random as it is. */
function writtenOf(made: Expression): Expression {
  const { parent } = made;
  if (parent?.kind === 'Call' && parent.args.includes(made) && /^(?:str|int)$/.test(lastName(parent.func) ?? ''))
    return writtenOf(parent);
  if (parent?.kind === 'Attribute' && parent.attr === 'hex') return writtenOf(parent);
  if (parent?.kind === 'Subscript' && parent.slice.kind === 'Slice') return writtenOf(parent);
  if (parent?.kind === 'FormattedValue' && parent.parent?.kind === 'JoinedStr') return writtenOf(parent.parent);
  return made;
}

/** A row that is made with it, or a statement, may be saved before anything is sent. */
const isStoring = ({ func }: Call): boolean =>
  isCapWords(lastName(func) ?? '') ||
  /^(?:execute|add|save|insert\w*|update\w*|set|setex|hset|store\w*|append)$/.test(lastName(func) ?? '');

function isSentBy(call: Call, carrier: Expression, made: Call, file: FactsContext): boolean {
  const isNamed =
    call.keywords.some(({ arg, value }) => value === carrier && KEY.test(arg ?? '')) ||
    (call.args.includes(carrier) && KEY.test(lastName(carrier) ?? ''));
  // One key for all rounds is what a key is for.
  return isNamed && file.context.loopAround(call) === file.context.loopAround(made);
}

/** `headers={"Idempotency-Key": str(uuid.uuid4())}` */
function isInHeader(value: Expression): boolean {
  const { parent } = value;
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  const key =
    parent?.kind === 'Dict'
      ? parent.keys[parent.values.indexOf(value)]
      : target?.kind === 'Subscript'
        ? target.slice
        : undefined;
  return KEY.test(stringConstant(key ?? undefined) ?? '');
}

/** `RawMessage(source_id=…, message_id=…)` */
function rowFilledBy(
  value: Expression,
  file: FactsContext,
): { readonly row: string; readonly attribute: string } | undefined {
  const keyword = value.parent?.kind === 'keyword' ? value.parent : undefined;
  const call = keyword?.parent?.kind === 'Call' ? keyword.parent : undefined;
  const named = call === undefined ? undefined : rowMadeBy(call);
  const row = named !== undefined && isCapWords(lastName(named) ?? '') ? file.names.qualifiedName(named) : undefined;
  return row === undefined || keyword?.arg === undefined ? undefined : { row, attribute: keyword.arg };
}

/** The class of `Message(…)`, and of `insert(Message).values(…)`. */
function rowMadeBy({ func }: Call): Expression | undefined {
  if (func.kind !== 'Attribute' || func.attr !== 'values') return func;
  return func.value.kind === 'Call' && /insert$/.test(lastName(func.value.func) ?? '') ? func.value.args[0] : undefined;
}
