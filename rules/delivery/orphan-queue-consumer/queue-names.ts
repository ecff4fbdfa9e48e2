/** Queues by their names, with what is put on them and taken from them. */
import { groupBy } from '#collections';
import { PRODUCTION } from '#kit';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import { nameOfQueue, type ProjectModel, type QueueEnd } from '#project';

/** Brokers by which programs as often hear of other programs. */
export const SHARED: ReadonlySet<QueueEnd['broker']> = new Set(['arq', 'rq', 'kafka', 'sqs', 'amqp', 'nats']);
/** Brokers whose queues are those of tasks: their workers are started by a command that names them. */
export const OF_TASKS: ReadonlySet<QueueEnd['broker']> = new Set(['celery', 'dramatiq', 'rq']);
/** Redis publishes changes of its keys on channels of these names. */
export const REDIS_EVENTS = /^__key(?:space|event)@/;
const RETURNING =
  /requeue|retry|retries|release|restore|recover|resched|put_back|give_back|nack|reject|return|dead|dlq|fail/i;
/** Scripts of servers, which may put on the same queue. */
const SCRIPTS = /^(?=.*\.(?:[cm]?js|ts)$)(?:.*\/)?(?:server|backend|api|services?|workers?|functions|lambda|apps?)\//;
const PAGES = /(?:^|\/)(?:static|public|frontend|web|ui|client|dashboard|assets|node_modules|templates|docs?)\//;

export const endsThat = (act: QueueEnd['act'], { queueEnds }: ProjectModel): readonly QueueEnd[] =>
  queueEnds.filter((end) => end.act === act && PRODUCTION.has(end.module.role));

/** Ends of one name, in the order of the project. */
interface NamedEnds {
  readonly name: QueueEnd['name'];
  readonly ends: readonly QueueEnd[];
}

/** What is done to the queues of each broker, by their names: these are few where ends are many. */
export class Queues {
  readonly #named = new Map<string, readonly NamedEnds[]>();
  readonly #order: ReadonlyMap<QueueEnd, number>;

  constructor({ queueEnds }: ProjectModel) {
    this.#order = new Map(queueEnds.map((end, index) => [end, index]));
    for (const [work, ends] of groupBy(queueEnds, ({ broker, act }) => `${broker} ${act}`)) {
      const named = [...groupBy(ends, keyOfName).values()];
      this.#named.set(
        work,
        named.flatMap((same) => (same[0] === undefined ? [] : { name: same[0].name, ends: same })),
      );
    }
  }

  of(broker: QueueEnd['broker'], act: QueueEnd['act']): readonly NamedEnds[] {
    return this.#named.get(`${broker} ${act}`) ?? [];
  }

  /** The first few of them, as the project has them. */
  firstOf(named: readonly NamedEnds[]): readonly QueueEnd[] {
    const place = (end: QueueEnd): number => this.#order.get(end) ?? 0;
    const first = named.flatMap(({ ends }) => ends.slice(0, MOST_SHOWN));
    return first.sort((a, b) => place(a) - place(b)).slice(0, MOST_SHOWN);
  }
}

export const MOST_SHOWN = 5;

export const keyOfName = ({ name }: QueueEnd): string => JSON.stringify(name);

export function knownName({ name }: QueueEnd): string | undefined {
  // What only a variable says, a deployment knows: a bucket that announces its files, another team's service.
  const isKnown = name.kind === 'text' || (name.kind === 'pattern' && name.prefix !== '');
  return isKnown ? nameOfQueue(name) : undefined;
}

/** What a worker took it puts back: in the function that takes, or in a method of the same class that is named so. */
export function returnsTo(put: QueueEnd, take: QueueEnd): boolean {
  if (put.within !== undefined && put.within === take.within) return true;
  const isNeighbour = put.owner === undefined ? put.module === take.module : put.owner === take.owner;
  return isNeighbour && RETURNING.test(put.within?.split('.').at(-1) ?? '');
}

export const namesOf = (named: readonly NamedEnds[]): string =>
  [...new Set(named.flatMap(({ name }) => nameOfQueue(name) ?? []))]
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(', ');

/** `redis-cli lpush jobs …` in some script. */
export function isNamedInShell(name: string, { commands }: ProjectModel): boolean {
  return commands.some(({ command: { words } }) => {
    const isRedis = words.some(({ text }) => /redis-cli$|^rq$|kafka-/.test(text));
    return isRedis && words.some(({ text }) => text.includes(name));
  });
}

export function mayBeFilledFromElsewhere({ files }: ProjectModel): boolean {
  return [...files].some((path) => isOtherServerLanguage(path) || (SCRIPTS.test(path) && !PAGES.test(path)));
}

/** Someone runs this: it serves, or brings what it is deployed with. A library's users bring the other end. */
export function isDeployed(project: ProjectModel): boolean {
  if (project.answer({ kind: 'is-service' }).verdict === 'yes') return true;
  return project.artifacts.of('dockerfile').length + project.artifacts.of('compose').length > 0;
}
