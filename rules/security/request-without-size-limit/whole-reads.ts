/** Reads that take a whole upload or encoded body into memory. */
import { attributeChain, type Call, type Def, type Expression, holds, identifiersOf, lastName, type Node } from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { headerRead, isForAdministrators, SIZE_WORDS } from '#kit/web';
import type { Condition, Question } from '#project';
import { proxyLimitsBody } from './proxy-limits-body.ts';

export const UPLOADS: ReadonlySet<string> = new Set([
  'fastapi.UploadFile',
  'starlette.datastructures.UploadFile',
  'werkzeug.datastructures.FileStorage',
]);
export const DECODERS: ReadonlySet<string> = new Set([
  'base64.b64decode',
  'base64.urlsafe_b64decode',
  'base64.decodebytes',
  'base64.standard_b64decode',
]);
/** Settings and middleware that limit the size of every request. */
const LIMITED_ELSEWHERE =
  /MAX_CONTENT_LENGTH|max_(?:content_length|body_size|upload_size|request_size|file_size)|ContentSizeLimit|LimitUploadSize|RequestSizeLimit|client_max_size/i;

interface BodyRead {
  readonly described: string;
  /** All of it comes from the fields of a Flask form. */
  readonly isForm?: boolean;
}

/** From this version on Werkzeug takes half a megabyte of fields. Source: its changelog of 3.1, `Request.max_form_memory_size`. */
const FORMS_ARE_LIMITED_FROM = '3.1';

/** Memory runs out where anybody can send what nothing in front refuses. */
export const UNLESS_PROXY_LIMITS: Condition = {
  question: proxyLimitsBody.ask(null),
  yes: 'drop',
  no: 'keep',
  unknown: { doubt: 'limit-elsewhere' },
};

export function unlessFormIsLimited({ path }: SourceContext): Condition {
  const aside = { doubt: 'unknown-version' } as const;
  const isLimited = (distribution: string): Question => ({
    kind: 'allows-version-from',
    distribution,
    version: FORMS_ARE_LIMITED_FROM,
    from: path,
  });
  const question: Question = { kind: 'all', of: [isLimited('flask'), isLimited('werkzeug')] };
  return { question, yes: aside, no: UNLESS_PROXY_LIMITS, unknown: aside };
}

export function bodyRead(call: Call, ctx: SourceContext): BodyRead | undefined {
  const { func, args } = call;
  if (func.kind === 'Attribute' && args.length === 0 && call.keywords.length === 0) {
    if (func.attr === 'read' && isUpload(func.value, ctx))
      return { described: `reads the whole upload \`${ctx.text.slice(func.value)}\` into memory` };
  }
  const [text] = args;
  if (text === undefined || func.kind === 'Call' || !DECODERS.has(ctx.names.qualifiedName(func) ?? ''))
    return undefined;
  const sent = ctx.flow
    .sources(text)
    .filter(
      ({ kind, leaf }) =>
        kind === 'request' && !isHeader(leaf, ctx) && !isRebound(leaf, ctx) && !isShortField(placeRead(leaf), ctx),
    );
  if (sent.length === 0) return undefined;
  return { described: 'decodes base64 from the client', isForm: sent.every(({ leaf }) => isFormField(leaf, ctx)) };
}

/** `payload.image` where the parameter `payload` is found. */
function placeRead(leaf: Expression): Expression {
  return leaf.kind === 'Name' && leaf.parent?.kind === 'Attribute' ? leaf.parent : leaf;
}

/** A model of this file limits the field: `Field(max_length=…)`, `constr(max_length=…)`, in its annotation or beside it. */
function isShortField(read: Expression, { types }: SourceContext): boolean {
  if (read.kind !== 'Attribute') return false;
  const field = types
    .classDefOf(read.value)
    ?.body.find(
      (statement) =>
        statement.kind === 'AnnAssign' && statement.target.kind === 'Name' && statement.target.id === read.attr,
    );
  return field !== undefined && holds(field, (node) => node.kind === 'keyword' && node.arg === 'max_length');
}

const isFormField = (leaf: Expression, { names }: SourceContext): boolean =>
  holds(leaf, (node) => node.kind === 'Attribute' && names.qualifiedName(node) === 'flask.request.form');

/** A parameter that is bound again holds something else by then. */
function isRebound(leaf: Expression, { names }: SourceContext): boolean {
  const { root } = attributeChain(leaf);
  return root.kind === 'Name' && names.resolve(root)?.definitions.length !== 1;
}

/** `request.headers` and cookies have limits of the server's own. */
function isHeader(leaf: Expression, ctx: SourceContext): boolean {
  for (let at: Node | undefined = leaf; at !== undefined && isReading(at); at = at.parent)
    if (headerRead(at as Expression, ctx) !== undefined) return true;
  return holds(
    leaf,
    (node) =>
      node.kind === 'Attribute' && /^(?:headers|cookies|query_params|path_params|args|view_args)$/.test(node.attr),
  );
}

const isReading = ({ kind }: Node): boolean => kind === 'Attribute' || kind === 'Call' || kind === 'Subscript';

function isUpload(value: Expression, ctx: SourceContext): boolean {
  if (UPLOADS.has(ctx.types.classOf(value) ?? '')) return true;
  return ctx.flow
    .origins(value)
    .some((origin) => origin.kind === 'Subscript' && ctx.names.qualifiedName(origin.value) === 'flask.request.files');
}

/** Not everybody may send it, something looks at it first, or the file speaks of a limit for all. */
export function doubtOf(fn: Def, call: Call, ctx: SourceContext): DoubtId | undefined {
  if (isForAdministrators(fn, ctx)) return 'unknown-source-trust';
  for (const identifier of identifiersOf(ctx.module)) if (LIMITED_ELSEWHERE.test(identifier)) return 'limit-elsewhere';
  const isNamed = holds(
    fn,
    (node) => node.kind === 'Call' && node.end < call.start && SIZE_WORDS.test(lastName(node.func) ?? ''),
  );
  return isNamed || isLookedAtBefore(call, fn, ctx) ? 'limit-elsewhere' : undefined;
}

/** A function of the project that takes the upload before it is read. */
function isLookedAtBefore({ func, start }: Call, fn: Def, ctx: SourceContext): boolean {
  const upload = func.kind === 'Attribute' && func.value.kind === 'Name' ? ctx.names.resolve(func.value) : undefined;
  const uses = upload?.references.filter((use) => use.end < start && use.start > fn.start) ?? [];
  return uses.some(({ parent }) => parent?.kind === 'Call' && ctx.effects.projectPath(parent) !== undefined);
}
