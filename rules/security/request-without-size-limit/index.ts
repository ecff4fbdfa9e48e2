import {
  attributeChain,
  type Call,
  type Compare,
  type Def,
  type Expression,
  findNode,
  holds,
  identifiersOf,
  lastName,
  type Node,
} from '#ast';
import { type DoubtId, defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { comparesSize, headerRead, isForAdministrators, SIZE_WORDS, sizeTestBefore } from '#kit/web';
import type { Condition, Question } from '#project';
import { bodyLimitSetOff, bytesTaken, gathersBody, limitTakenOff, readsAsTold, unpacksBody } from './body-reads.ts';

const UPLOADS: ReadonlySet<string> = new Set([
  'fastapi.UploadFile',
  'starlette.datastructures.UploadFile',
  'werkzeug.datastructures.FileStorage',
]);
const DECODERS: ReadonlySet<string> = new Set([
  'base64.b64decode',
  'base64.urlsafe_b64decode',
  'base64.decodebytes',
  'base64.standard_b64decode',
]);
/** Settings and middleware that limit the size of every request. */
const LIMITED_ELSEWHERE =
  /MAX_CONTENT_LENGTH|max_(?:content_length|body_size|upload_size|request_size|file_size)|ContentSizeLimit|LimitUploadSize|RequestSizeLimit|client_max_size/i;

export default defineSourceRule({
  docs: {
    summary: 'upload read or decoded whole without a limit of its size',
    why: 'One client that sends a few gigabytes can use up the memory of the process and stop the requests of everybody else.',
    remedy: 'Refuse by `Content-Length` or `UploadFile.size` first, or read in pieces and stop at the limit.',
    harm: 'leaks',
    severity: 'P2',
    precision: 'low',
    measured: { read: 5, right: 5, on: 'chainlit, agno, langflow, sglang, litellm' },
    since: '0.1.0',
    cwe: [400, 770],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.4' }],
    bad: 'from fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\n@app.post("/images")\nasync def upload(file: UploadFile):\n    return store(await file.read())\n',
    good: 'from fastapi import FastAPI, HTTPException, UploadFile\n\napp = FastAPI()\nMAX_SIZE = 10_000_000\n\n\n@app.post("/images")\nasync def upload(file: UploadFile):\n    if file.size is None or file.size > MAX_SIZE:\n        raise HTTPException(413)\n    return store(await file.read())\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [
    ...['files', 'rfile', 'decompress', 'stream', 'content', 'client_max_size', 'request_max_body_size', 'max_size'],
    ...['DATA_UPLOAD_MAX_MEMORY_SIZE', 'File'],
    ...lastNames([...UPLOADS, ...DECODERS]),
  ],
  visit: {
    FunctionDef: checkTaken,
    AsyncFunctionDef: checkTaken,
    Assign(setting, ctx) {
      if (bodyLimitSetOff(setting, ctx)) tell(setting, 'switches the limit of all bodies off', ctx, true);
    },
    AsyncFor(loop, ctx) {
      if (gathersBody(loop, ctx)) tell(loop.iter, 'gathers the body of a request in memory', ctx);
    },
    Call(call, ctx) {
      const off = limitTakenOff(call, ctx);
      if (off !== undefined) tell(off, `is given \`${ctx.text.slice(off)}\`, which takes requests of any size`, ctx);
      if (readsAsTold(call, ctx)) tell(call, 'reads as many bytes as the client says, however many', ctx, true);
      if (unpacksBody(call, ctx)) tell(call, 'unpacks what a client sends to any size', ctx);
      const what = bodyRead(call, ctx);
      const fn = what === undefined ? undefined : ctx.context.defAround(call);
      if (what === undefined || fn === undefined || ctx.context.routeOf(fn) === undefined) return;
      const test = sizeTestBefore(call, fn);
      if (test !== undefined) return ctx.proven({ at: call, by: 'its size is compared', where: test });
      if (identifiersOf(ctx.module).has('MAX_CONTENT_LENGTH'))
        return ctx.proven({ at: call, by: '`MAX_CONTENT_LENGTH` limits every request' });
      ctx.report({
        at: call,
        message: `\`${fn.name}\` ${what.told}, however large it is`,
        cause: ctx.path,
        doubt: doubtOf(fn, call, ctx),
        when: what.isForm === true ? unlessFormIsLimited(ctx) : WHERE_STRANGERS_SEND,
      });
    },
  },
});

function checkTaken(fn: Def, ctx: SourceContext): void {
  for (const taken of bytesTaken(fn, ctx))
    tell(taken, `is given the upload \`${taken.arg}\` read whole`, ctx, true, fn);
}

/** What is taken by hand, wherever it stands. */
function tell(at: Node, what: string, ctx: SourceContext, isJudged = false, fn = ctx.context.defAround(at)): void {
  const isTest = (node: Node): node is Compare => node.kind === 'Compare' && comparesSize(node);
  const test = fn === undefined || isJudged ? undefined : findNode(fn, isTest);
  if (test !== undefined) ctx.proven({ at, by: 'its size is compared', where: test });
  if (test !== undefined) return;
  ctx.report({
    at,
    message: `${fn === undefined ? 'this' : `\`${fn.name}\``} ${what}`,
    cause: `${ctx.path} by hand`,
    doubt: fn !== undefined && isForAdministrators(fn, ctx) ? 'unknown-source-trust' : undefined,
    when: WHERE_STRANGERS_SEND,
  });
}

interface BodyRead {
  readonly told: string;
  /** All of it comes from the fields of a Flask form. */
  readonly isForm?: boolean;
}

/** From this version on Werkzeug takes half a megabyte of fields. Source: its changelog of 3.1, `Request.max_form_memory_size`. */
const FORMS_ARE_LIMITED_FROM = '3.1';

/** Memory runs out where anybody can send what nothing in front refuses. */
const WHERE_STRANGERS_SEND: Condition = {
  question: { kind: 'proxy-limits-body' },
  yes: 'drop',
  no: 'keep',
  unknown: { doubt: 'limit-elsewhere' },
};

function unlessFormIsLimited({ path }: SourceContext): Condition {
  const aside = { doubt: 'unknown-version' } as const;
  const isLimited = (distribution: string): Question => ({
    kind: 'allows-version-from',
    distribution,
    version: FORMS_ARE_LIMITED_FROM,
    from: path,
  });
  const question: Question = { kind: 'all', of: [isLimited('flask'), isLimited('werkzeug')] };
  return { question, yes: aside, no: WHERE_STRANGERS_SEND, unknown: aside };
}

function bodyRead(call: Call, ctx: SourceContext): BodyRead | undefined {
  const { func, args } = call;
  if (func.kind === 'Attribute' && args.length === 0 && call.keywords.length === 0) {
    if (func.attr === 'read' && isUpload(func.value, ctx))
      return { told: `reads the upload \`${ctx.text.slice(func.value)}\` whole` };
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
  return { told: 'decodes base64 that the client sends', isForm: sent.every(({ leaf }) => isFormField(leaf, ctx)) };
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
function doubtOf(fn: Def, call: Call, ctx: SourceContext): DoubtId | undefined {
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
