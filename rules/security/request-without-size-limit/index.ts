import { type Compare, type Def, findNode, identifiersOf, type Node } from '#ast';
import { defineSourceRule, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { comparesSize, isForAdministrators, sizeTestsBefore } from '#kit/web';
import {
  bodyLimitSetOff,
  bytesTaken,
  gathersBody,
  limitTakenOff,
  readsDeclaredLength,
  unpacksBody,
} from './body-reads.ts';
import { proxyLimitsBody } from './proxy-limits-body.ts';
import { bodyRead, DECODERS, doubtOf, UNLESS_PROXY_LIMITS, UPLOADS, unlessFormIsLimited } from './whole-reads.ts';

export default defineSourceRule({
  docs: {
    summary: 'denial of service: request body read without a size limit',
    why: 'A single client that sends a few gigabytes can exhaust the memory of the process and take the service down for everyone.',
    remedy: 'Check `Content-Length` or `UploadFile.size` first, or read in chunks and stop at a limit',
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
  questions: [proxyLimitsBody],
  visit: {
    FunctionDef: checkTaken,
    AsyncFunctionDef: checkTaken,
    Assign(setting, ctx) {
      if (bodyLimitSetOff(setting, ctx))
        report(setting, ['disables the size limit of all request bodies', SET_LIMIT], ctx, true);
    },
    AsyncFor(loop, ctx) {
      if (gathersBody(loop, ctx)) report(loop.iter, ['collects the request body in memory', STOP], ctx);
    },
    Call(call, ctx) {
      const off = limitTakenOff(call, ctx);
      if (off !== undefined)
        report(off, [`sets \`${ctx.text.slice(off)}\`, which accepts requests of any size`, SET_LIMIT], ctx);
      if (readsDeclaredLength(call, ctx))
        report(call, ['reads as many bytes as the client announces', COMPARE], ctx, true);
      if (unpacksBody(call, ctx)) report(call, ['decompresses client data to any size (zip bomb)', IN_CHUNKS], ctx);
      const what = bodyRead(call, ctx);
      const fn = what === undefined ? undefined : ctx.context.defAround(call);
      if (what === undefined || fn === undefined || ctx.context.routeOf(fn) === undefined) return;
      const test = sizeTestsBefore(call, fn)[0];
      if (test !== undefined) return ctx.proven({ at: call, by: 'its size is checked', where: test });
      if (identifiersOf(ctx.module).has('MAX_CONTENT_LENGTH'))
        return ctx.proven({ at: call, by: '`MAX_CONTENT_LENGTH` limits every request' });
      ctx.report({
        at: call,
        message: `denial of service: \`${fn.name}\` ${what.described} without a size limit`,
        cause: ctx.path,
        doubt: doubtOf(fn, call, ctx),
        when: what.isForm === true ? unlessFormIsLimited(ctx) : UNLESS_PROXY_LIMITS,
      });
    },
  },
});

function checkTaken(fn: Def, ctx: SourceContext): void {
  for (const taken of bytesTaken(fn, ctx))
    report(taken, [`receives the whole upload \`${taken.arg}\` in memory`, AS_UPLOAD], ctx, true, fn);
}

const SET_LIMIT = 'Set it to the largest request that the service must accept';
const COMPARE = 'Compare `Content-Length` with a limit first, and answer 413 above it';
const IN_CHUNKS = 'Decompress in chunks (`decompressobj`, `max_length`) and stop at a limit';
const STOP = 'Count the bytes, and answer 413 above a limit';
const AS_UPLOAD = 'Declare it as `UploadFile`, check its `size`, and read it in chunks';

/** What is taken by hand, wherever it stands. */
function report(
  at: Node,
  [what, remedy]: readonly [what: string, remedy: string],
  ctx: SourceContext,
  isJudged = false,
  fn = ctx.context.defAround(at),
): void {
  const isTest = (node: Node): node is Compare => node.kind === 'Compare' && comparesSize(node);
  const test = fn === undefined || isJudged ? undefined : findNode(fn, isTest);
  if (test !== undefined) ctx.proven({ at, by: 'its size is checked', where: test });
  if (test !== undefined) return;
  ctx.report({
    at,
    message: `denial of service: ${fn === undefined ? 'this setting' : `\`${fn.name}\``} ${what}`,
    remedy,
    cause: `${ctx.path} by hand`,
    doubt: fn !== undefined && isForAdministrators(fn, ctx) ? 'unknown-source-trust' : undefined,
    when: UNLESS_PROXY_LIMITS,
  });
}
