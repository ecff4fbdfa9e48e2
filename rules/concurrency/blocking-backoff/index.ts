import { type ClassDef, type Def, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import type { Question } from '#project';
import type { Delay, Retry } from '#semantics';
import { hasAsyncTwin } from './async-twin.ts';

export default defineSourceRule({
  docs: {
    summary: 'blocking `time.sleep` between retries, without an async variant',
    why: 'A caller on an event loop or in a user interface is blocked during every pause. The client offers no alternative that does not block.',
    remedy: 'Add an async variant of the class that pauses with `await asyncio.sleep(…)`',
    harm: 'hangs',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-9' }],
    measured: {
      read: 16,
      right: 7,
      on: 'the strict profile over lagent, langchain_community, ray, mlflow, prefect, feast, mem0, TenSafe',
    },
    bad: 'import time\n\nimport httpx\n\nclass CatalogueClient:\n    def fetch(self, url):\n        for attempt in range(5):\n            try:\n                return httpx.get(url)\n            except httpx.TransportError:\n                time.sleep(2**attempt)\n\nasync def show(catalogue: CatalogueClient):\n    return catalogue.fetch("https://catalogue.example")\n',
    good: 'import asyncio\n\nimport httpx\n\nclass AsyncCatalogueClient:\n    def __init__(self):\n        self.http = httpx.AsyncClient()\n\n    async def fetch(self, url):\n        for attempt in range(5):\n            try:\n                return await self.http.get(url)\n            except httpx.TransportError:\n                await asyncio.sleep(2**attempt)\n',
  },
  skips: NOT_PRODUCTION,
  questions: [hasAsyncTwin],
  visit: {
    Module(_module, ctx) {
      const sleeps = new Map<ClassDef, Sleep>();
      for (const retry of ctx.retries.all) {
        const owner = ctx.context.classAround(retry.loop);
        const sleep = owner === undefined ? undefined : sleepOf(retry, ctx);
        if (owner === undefined || sleep === undefined) continue;
        if (!sleeps.has(owner)) sleeps.set(owner, sleep);
      }
      for (const [owner, sleep] of sleeps) report(sleep, owner, ctx);
    },
  },
});

/** The thread's own sleep on the way back of a call to another machine. */
function sleepOf(retry: Retry, ctx: SourceContext): Sleep | undefined {
  if (retry.remoteCalls.length === 0 && retry.remoteExceptions.length === 0) return undefined;
  // Of a loop without end nobody waits for an answer.
  if (retry.limit !== 'counted' || ctx.context.isInAsync(retry.loop)) return undefined;
  const delay = retry.delays.find(({ call }) => ctx.types.calleeName(call.func) === 'time.sleep');
  const fn = delay && ctx.context.defAround(delay.call);
  return delay === undefined || fn === undefined ? undefined : { call: delay.call, fn };
}

interface Sleep extends Pick<Delay, 'call'> {
  readonly fn: Def;
}

/** Where no event loop is seen to come to it, a pause of the thread is what the client of a program is for; who installs a package may be on a loop. */
function report({ call, fn }: Sleep, owner: ClassDef, ctx: SourceContext): void {
  const onLoop: Question = {
    kind: 'any',
    of: [
      { kind: 'called-from-async', function: ctx.names.fullNameOf(fn) },
      { kind: 'is-packaged', module: ctx.names.moduleName },
    ],
  };
  const hasTwin = hasAsyncTwin.ask({ class: ctx.names.fullNameOf(owner) });
  ctx.report({
    at: call,
    message: `\`${shortText(call, ctx.text)}\` blocks the caller of \`${owner.name}.${fn.name}\` between retries, and \`${owner.name}\` has no async variant`,
    when: providedThat({ kind: 'all', of: [{ kind: 'not', of: hasTwin }, onLoop] }, 'drop'),
  });
}
