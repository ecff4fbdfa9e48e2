import { nameOfQueue, type ProjectModel, type QueueEnd } from '../../project/index.ts';
import { compareText } from '../../text/index.ts';
import type { Queue } from './system-model.ts';

/** The queues outside the process whose names the code shows, with those who put on them and take from them. */
export function queuesOf(project: ProjectModel): Queue[] {
  const byName = new Map<string, { queue: Queue; puts: Map<string, QueueEnd>; takes: Map<string, QueueEnd> }>();
  for (const end of project.queueEnds) {
    const name = nameOfQueue(end.name);
    if (name === undefined || end.act === 'look' || end.act === 'settle') continue;
    const key = `${end.broker} ${name}`;
    const found = byName.get(key) ?? {
      queue: { name, broker: end.broker, puts: [], takes: [] },
      puts: new Map<string, QueueEnd>(),
      takes: new Map<string, QueueEnd>(),
    };
    byName.set(key, found);
    (end.act === 'put' ? found.puts : found.takes).set(`${end.module.path}:${end.place.line}`, end);
  }
  return [...byName.values()]
    .map(({ queue, puts, takes }) => ({ ...queue, puts: placesOf(puts), takes: placesOf(takes) }))
    .sort((a, b) => compareText(a.name, b.name));
}

const placesOf = (ends: ReadonlyMap<string, QueueEnd>) =>
  [...ends.values()].map(({ module, place }) => ({ path: module.path, line: place.line }));
