import { argumentValues, type Call, type Expression, nameOfPlace, withoutAwait } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isUploadedFile } from '#knowledge/uploads';

/** Methods that put a message into a broker, whatever they are called on. */
const SENDING: ReadonlySet<string> = new Set(
  'send_message send_messages basic_publish rpush lpush xadd apply_async send_task enqueue enqueue_job'.split(' '),
);
/** Methods of many other things, too: what they are called on must say that it is a broker's. */
const PUBLISHING: ReadonlySet<string> = new Set(['publish', 'send', 'produce', 'delay', 'send_and_wait']);
const BROKER = /producer|publisher|broker|channel|exchange|queue|redis|pubsub|nats|kafka|rabbit|mqtt|task|job/i;
const CONTENT =
  /image|img|photo|picture|file|content|document|audio|video|pdf|frame|blob|bytes|buffer|body|raw|upload/i;
const SMALL = /key|token|nonce|salt|secret|signature|digest|hash|cert|credential|password|cursor|header|thumb/i;
const PACKING = /^(?:json|ujson|orjson|pickle|cloudpickle|msgpack|dill)\.(?:dumps|packb)$/;
const ENCODING = /^base64\.(?:b64encode|standard_b64encode|urlsafe_b64encode|b85encode)$/;
const FILE_CLASS = /^io\.(?!StringIO|TextIOWrapper)/;
const MAX_DEPTH = 6;

export default defineSourceRule({
  docs: {
    summary: 'whole file in a queue message',
    why: 'The broker has to store and deliver every waiting file. A backlog of large files can exhaust its memory or exceed its message size limit.',
    remedy: 'Store the file where both sides can reach it, and put its URL or key into the message',
    harm: 'leaks',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '5.4' }],
    bad: 'import base64\n\ndef submit(redis, path):\n    with open(path, "rb") as scan:\n        body = base64.b64encode(scan.read())\n    redis.rpush("scans", body)\n',
    good: 'def submit(redis, store, path):\n    redis.rpush("scans", store.upload(path))\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [...SENDING, ...PUBLISHING],
  visit: {
    Call(call, ctx) {
      if (!isSending(call)) return;
      for (const argument of argumentValues(call)) {
        const content = contentIn(argument, ctx, MAX_DEPTH);
        if (content === undefined) continue;
        const what = isFileRead(content, ctx) ? 'the bytes of a file' : 'a base64-encoded file';
        ctx.report({
          at: call.func,
          message: `queue message with a whole file: \`${ctx.text.slice(call.func)}\` sends ${what}`,
          related: [{ at: content, message: 'the content is read here' }],
        });
        return;
      }
    },
  },
});

function isSending({ func }: Call): boolean {
  if (func.kind !== 'Attribute') return false;
  return SENDING.has(func.attr) || (PUBLISHING.has(func.attr) && BROKER.test(nameOfPlace(func.value) ?? ''));
}

/** The content of a file that a message holds: itself, in a dict, a list, or packed. */
function contentIn(expression: Expression, ctx: SourceContext, depth: number): Expression | undefined {
  if (depth === 0) return undefined;
  for (const origin of ctx.flow.origins(expression)) {
    if (isContent(origin, ctx)) return origin;
    for (const part of partsOf(origin, ctx)) {
      const found = part === expression ? undefined : contentIn(part, ctx, depth - 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function partsOf(origin: Expression, ctx: SourceContext): readonly Expression[] {
  switch (origin.kind) {
    case 'Dict':
      return origin.values;
    case 'List':
    case 'Tuple':
      return origin.elts;
    case 'Call':
      return PACKING.test(ctx.names.qualifiedName(origin.func) ?? '') ? origin.args : [];
    default:
      return [];
  }
}

function isContent(origin: Expression, ctx: SourceContext): boolean {
  if (isFileRead(origin, ctx)) return true;
  if (origin.kind !== 'Call' || !ENCODING.test(ctx.names.qualifiedName(origin.func) ?? '')) return false;
  const [encoded] = origin.args;
  if (encoded === undefined) return false;
  return isNamedContent(encoded) || ctx.flow.origins(encoded).some((each) => isFileRead(each, ctx));
}

/** `photo_bytes`, `buffer.getvalue()`. */
function isNamedContent(expression: Expression): boolean {
  const place = expression.kind === 'Call' ? expression.func : expression;
  const name = nameOfPlace(place.kind === 'Attribute' && expression.kind === 'Call' ? place.value : place) ?? '';
  return CONTENT.test(name) && !SMALL.test(name);
}

/** `path.read_bytes()`, `open(path, "rb").read()`, `await upload.read()`. */
function isFileRead(expression: Expression, ctx: SourceContext): boolean {
  const call = withoutAwait(expression);
  if (call.kind !== 'Call' || call.func.kind !== 'Attribute' || call.args.length > 0) return false;
  const { attr, value } = call.func;
  if (attr === 'read_bytes') return true;
  const type = ctx.types.classOf(value) ?? '';
  return (attr === 'read' || attr === 'getvalue') && (FILE_CLASS.test(type) || isUploadedFile(type));
}
