import { groupBy } from '#collections';
import { defineProjectRule, PRODUCTION, type ProjectContext } from '#kit';
import { isSameQueue, nameOfQueue, type QueueEnd } from '#project';
import { EndsByName } from '#project/queue-ends';

/** Lists that are meant to give back the newest first. */
const STACK = /stack|lifo|undo|history|recent|latest|newest|last|log|pool|free|avail|idle|token|slot/i;

export default defineProjectRule({
  docs: {
    summary: 'inverted queue order: Redis list filled and read at the same end (LIFO)',
    why: 'The newest job is done first. Under constant load the oldest jobs may never be done.',
    remedy: 'Take from the other end: `LPUSH` with `BRPOP` (or `BLMOVE … RIGHT LEFT`), `RPUSH` with `BLPOP`',
    harm: 'hangs',
    severity: 'P2',
    precision: 'low',
    measured: {
      read: 2,
      right: 2,
      on: 'two public repositories, one of which was fixed; silent on 21 others that take from lists',
    },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    bad: 'import redis\n\nstore = redis.Redis()\n\ndef submit(job):\n    store.rpush("jobs", job)\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
    good: 'import redis\n\nstore = redis.Redis()\n\ndef submit(job):\n    store.rpush("jobs", job)\n\ndef work():\n    while True:\n        run(store.blpop("jobs"))\n',
  },
  check(project, ctx) {
    const all = project.queueEnds.filter(
      ({ broker, module }) => broker === 'redis-list' && PRODUCTION.has(module.role),
    );
    const ends = all.filter(({ name }) => name.kind !== 'unknown');
    const byName = new EndsByName(ends);
    const reported = new Set<QueueEnd>();
    for (const take of ends.filter(({ act }) => act === 'take')) {
      const name = nameOfQueue(take.name);
      if (name === undefined) continue;
      const same = byName.same(take.name);
      if (same.some((other) => reported.has(other))) continue;
      const other = invertedBy(take, same);
      if (other === undefined) continue;
      reported.add(take);
      const isPut = other.act === 'put';
      ctx.report({
        at: { path: take.module.path, ...take.place },
        message: isPut
          ? `LIFO queue: \`${take.call}\` takes from the ${take.end} end of \`${name}\`, where \`${other.call}\` adds, so the newest entry comes first`
          : `LIFO queue: \`${take.call}\` takes from the ${take.end} end of \`${name}\` and \`${other.call}\` from the ${other.end}, so one of them gets the newest entry first`,
        ...(isMeantAsStack(take, name) && { doubt: 'role-from-name' }),
        related: [
          {
            path: other.module.path,
            ...other.place,
            message: isPut ? 'entries are added at that end here' : `taken from the ${other.end} here`,
          },
        ],
        key: `${name} ${take.within ?? take.module.module}`,
      });
    }
    for (const [take, put] of unnamedInversions(all)) reportUnnamed(take, put, ctx);
  },
});

/** The one class that sends and receives: `self.redis.rpush(target, job)` beside `self.redis.brpop(self.source)`. */
function unnamedInversions(ends: readonly QueueEnd[]): readonly (readonly [QueueEnd, QueueEnd])[] {
  const byClass = groupBy(
    ends.filter(({ owner }) => owner !== undefined),
    ({ module, owner }) => `${module.path} ${owner}`,
  );
  return [...byClass.values()].flatMap((own) => {
    const takes = own.filter(({ act, name }) => act === 'take' && !isWritten(name));
    const [taken] = takes;
    if (taken === undefined || takes.some(({ end }) => end === undefined || end !== taken.end)) return [];
    // Of the same list, as far as its name tells, or of one that only the caller names.
    const puts = own.filter((put) => put.act === 'put' && put.within !== taken.within && !isWritten(put.name));
    const [put] = puts;
    if (put === undefined || puts.some(({ end }) => end !== taken.end)) return [];
    // Who holds another end of either elsewhere is told of that.
    return isSameQueue(put.name, taken.name) === 'unknown' ? [[taken, put] as const] : [];
  });
}

/** It is in the code, at least in part, so that another name is another list. */
const isWritten = ({ kind }: QueueEnd['name']): boolean => kind === 'text' || kind === 'pattern';

function reportUnnamed(take: QueueEnd, put: QueueEnd, ctx: Pick<ProjectContext<never>, 'report'>): void {
  const owner = take.owner?.slice(take.owner.lastIndexOf('.') + 1) ?? '';
  ctx.report({
    at: { path: take.module.path, ...take.place },
    message: `LIFO queue: \`${take.call}\` takes from the ${take.end} end of the list that \`${owner}\` reads, and \`${put.call}\` adds at the same end, so the newest entry comes first`,
    doubt: isMeantAsStack(take, take.owner ?? '') ? 'role-from-name' : 'uncertain-identity',
    related: [{ path: put.module.path, ...put.place, message: 'entries are added at that end here' }],
    key: `${owner} ${take.within ?? take.module.module}`,
  });
}

function isMeantAsStack({ within, module }: QueueEnd, name: string): boolean {
  return [name, within ?? '', module.module].some((text) => STACK.test(text));
}

/** What puts where this takes, with nothing that puts at the other end; or what takes at the other end. */
function invertedBy(take: QueueEnd, same: readonly QueueEnd[]): QueueEnd | undefined {
  const takes = same.filter((end) => end.act === 'take');
  const allPuts = same.filter((end) => end.act === 'put');
  // What goes back where it came from is to be next.
  const puts = allPuts.filter(({ within }) => within === undefined || within !== take.within);
  // Anyone who puts and then takes keeps the list short: the newest is what is wanted.
  const firstPuts = new Map<string | undefined, number>();
  for (const { within, place } of allPuts)
    firstPuts.set(within, Math.min(place.line, firstPuts.get(within) ?? place.line));
  const isTrimmed = takes.some(
    ({ within, place }) => within !== undefined && (firstPuts.get(within) ?? place.line) < place.line,
  );
  if (isTrimmed) return undefined;
  if (take.end === undefined || allPuts.some(({ end }) => end === undefined)) return undefined;
  if (puts.length > 0 && puts.every(({ end }) => end === take.end)) return puts[0];
  return takes.find(({ end, within }) => end !== undefined && end !== take.end && within !== take.within);
}
