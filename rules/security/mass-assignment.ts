import { ancestors, type Call, type Def, holds, isCapWords, lastName, type Name, type Node, shortText } from '#ast';
import { type DoubtId, defineSourceRule, type SourceContext } from '#kit';
import { taintedValueIn } from '#kit/web';
import { callsWithin } from '#semantics/effects/calls-within';
import { UNTRUSTED } from '#semantics/taint/flows';
import { KEYS_SINK } from '#semantics/taint/sinks';

export default defineSourceRule({
  docs: {
    summary: 'mass assignment: the request decides which attributes of a row are set',
    why: 'The client can set attributes that the form does not offer: the owner, the role, the price or the key of the row.',
    remedy:
      'Loop over an allow-list of names (`for name in ("title", "text"): …`), or parse the body with a class that has only these fields',
    harm: 'grants-access',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [915],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'a register of channels: an update sets what the body names',
      },
    ],
    bad: 'from flask import Flask, request\nfrom models import Note, db\n\napp = Flask(__name__)\n\n\n@app.patch("/notes/<int:number>")\ndef change(number):\n    note = db.session.get(Note, number)\n    for name, value in request.get_json().items():\n        setattr(note, name, value)\n    db.session.commit()\n    return "", 204\n',
    good: 'from flask import Flask, request\nfrom models import Note, db\n\napp = Flask(__name__)\n\n\n@app.patch("/notes/<int:number>")\ndef change(number):\n    note = db.session.get(Note, number)\n    for name, value in request.get_json().items():\n        if name in ("title", "text"):\n            setattr(note, name, value)\n    db.session.commit()\n    return "", 204\n',
  },
  skips: ['test', 'vendored'],
  mentions: ['setattr', 'add', 'save', 'objects'],
  visit: {
    Call(call, ctx) {
      const [row, key] = call.args;
      const fn = ctx.context.defAround(call);
      if (fn !== undefined) checkSpread(call, fn, ctx);
      if (row === undefined || key?.kind !== 'Name' || fn === undefined) return;
      if (ctx.names.qualifiedName(call.func) !== 'builtins.setattr') return;
      const text = taintedValueIn(key, ctx, KEYS_SINK, UNTRUSTED);
      if (text === undefined) return;
      ctx.report({
        at: call,
        message: `mass assignment: \`setattr\` sets any attribute of \`${ctx.text.slice(row)}\` named in ${text.described}`,
        cause: `${ctx.path} ${text.cause}`,
        related: [{ at: text.leaf, message: 'the attribute names come from here' }, ...text.checked],
        ...text.given,
        doubt: text.given.doubt ?? doubtOf(call, key, fn, ctx),
      });
    },
  },
});

/** `User(**request.get_json())` of what is then added, `Order.objects.filter(pk=pk).update(**request.data)`. */
function checkSpread(call: Call, fn: Def, ctx: SourceContext): void {
  const spread = call.keywords.find(({ arg }) => arg === undefined)?.value;
  if (spread === undefined || !(isOfManager(call) || isAdded(call, fn, ctx))) return;
  const text = taintedValueIn(spread, ctx, KEYS_SINK, UNTRUSTED);
  if (text === undefined) return;
  ctx.report({
    at: call,
    message: `mass assignment: \`${shortText(call.func, ctx.text)}\` sets any column named in ${text.described}`,
    cause: `${ctx.path} ${text.cause}`,
    related: [{ at: text.leaf, message: 'the attribute names come from here' }, ...text.checked],
    ...text.given,
  });
}

/** `Order.objects.create(…)`, `Order.objects.filter(…).update(…)` */
const isOfManager = ({ func }: Call): boolean =>
  func.kind === 'Attribute' &&
  /^(?:create|update|get_or_create)$/.test(func.attr) &&
  holds(func.value, (node) => node.kind === 'Attribute' && node.attr === 'objects');

/** The object that is made is added to a session, or saves itself: it is a row. */
const isAdded = (call: Call, fn: Def, { flow, names }: SourceContext): boolean =>
  isCapWords(lastName(call.func) ?? '') &&
  callsWithin([fn]).some(({ func, args }) => {
    const row =
      func.kind !== 'Attribute'
        ? undefined
        : func.attr === 'add'
          ? args[0]
          : func.attr === 'save'
            ? func.value
            : undefined;
    return (
      row !== undefined &&
      (row === call || (row.kind === 'Name' && flow.origins(row).includes(call) && names.resolve(row) !== undefined))
    );
  });

function doubtOf(call: Call, key: Name, fn: Def, ctx: SourceContext): DoubtId | undefined {
  const [row] = call.args;
  if (row?.kind === 'Name' && row.id === 'self') return 'type-from-name';
  const saves = callsWithin([fn]).some(({ func }) => SAVING.test(lastName(func) ?? ''));
  if (!saves) return 'transaction-handled-elsewhere';
  return isKeyTested(key, call, fn, ctx) ? 'input-validated' : undefined;
}

const SAVING = /^(?:commit|flush|a?save|add|merge|upsert)$/;

/** `if name in ("id", "owner"): continue` */
function isKeyTested(key: Name, call: Call, fn: Def, { names, context }: SourceContext): boolean {
  const binding = names.resolve(key);
  const loops = new Set<Node>(ancestors(call));
  return context.nodesOfFunction(fn, 'Compare').some(({ left, parent }) => {
    const isKey = left.kind === 'Name' && names.resolve(left) === binding && binding !== undefined;
    return isKey && [...ancestors(left)].some((around) => loops.has(around) && around !== fn) && parent !== undefined;
  });
}
