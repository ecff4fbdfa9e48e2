import { type Call, identifiersOf, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { cachesResult, isKeptBeyond } from '#kit/state';
import { SQLITE_ADDRESS } from '#text';

export default defineSourceRule({
  docs: {
    summary: 'stale connections: engine without `pool_pre_ping`',
    why: 'After a restart of the database, a failover or an idle timeout of a firewall, the pool still hands out the old connections. One request fails for each of them.',
    remedy: 'Pass `pool_pre_ping=True` (or a `pool_recycle` below the idle timeout of the server)',
    harm: 'breaks',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '1: rows of readers' }],
    bad: 'import os\n\nfrom fastapi import FastAPI\nfrom sqlalchemy import create_engine\n\napp = FastAPI()\nengine = create_engine(os.environ["DATABASE_URL"])\n\n@app.get("/")\ndef index():\n    return engine.connect().exec_driver_sql("SELECT 1").scalar()\n',
    good: 'import os\n\nfrom fastapi import FastAPI\nfrom sqlalchemy import create_engine\n\napp = FastAPI()\nengine = create_engine(os.environ["DATABASE_URL"], pool_pre_ping=True)\n\n@app.get("/")\ndef index():\n    return engine.connect().exec_driver_sql("SELECT 1").scalar()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['create_engine', 'create_async_engine'],
  visit: {
    Call(call, ctx) {
      if (!MAKERS.test(ctx.names.qualifiedName(call.func) ?? '') || mayCheck(call, ctx)) return;
      ctx.report({
        at: call.func,
        cause: 'engines',
        message: `stale connections: \`${ctx.text.slice(call.func)}\` has no \`pool_pre_ping\`, so requests fail after the database restarts`,
        when: providedThat({ kind: 'is-service' }, 'drop'),
      });
    },
  },
});

const MAKERS = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*create_(?:async_)?engine$/;
const OPTION = /^(?:pool_pre_ping|pool_recycle|poolclass|pool|creator|async_creator|strategy)$/;

/** By an option here or in a dict of the file, by one that nobody sees here, or as it asks a file. */
function mayCheck(call: Call, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  // One that is made for each use has no old connections.
  if (fn !== undefined && !cachesResult(fn, ctx) && !isKeptBeyond(call, fn, ctx)) return true;
  if ([...identifiersOf(ctx.module)].some((name) => OPTION.test(name))) return true;
  if (nodesOf(ctx.module, 'Constant').some((each) => OPTION.test(ctx.values.string(each) ?? ''))) return true;
  const open = call.keywords.some(({ arg, value }) => arg === undefined && !SEEN.has(ctx.flow.whole(value).kind));
  const address = ctx.values.givenArgument(call, 'url', 0);
  if (open || address === undefined) return true;
  return ctx.flow
    .origins(address)
    .some(
      (each) =>
        SQLITE_ADDRESS.test(ctx.values.string(each.kind === 'JoinedStr' ? (each.values[0] ?? each) : each) ?? '') &&
        ctx.values.environmentRead(each) === undefined,
    );
}

const SEEN: ReadonlySet<string> = new Set(['Dict', 'IfExp']);
