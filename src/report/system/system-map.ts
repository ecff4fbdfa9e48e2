import type { ProjectModel } from '../../project/index.ts';
import { compareText } from '../../text/index.ts';
import type { Components } from '../components.ts';
import type { CodeSignals } from './code-signals.ts';
import { STORE_LIBRARIES, storeOfImage } from './libraries.ts';
import type { FoundService } from './services.ts';
import type { Entry, MapEdge, MapNode, MapNodeKind, Queue, Schedule, Store, SystemMap } from './system-model.ts';

export interface MapSources {
  readonly project: ProjectModel;
  readonly signals: CodeSignals;
  readonly components: Components;
  readonly entries: readonly Entry[];
  readonly services: readonly FoundService[];
  readonly queues: readonly Queue[];
  readonly stores: readonly Store[];
  readonly schedules: readonly Schedule[];
}

/** A picture of more is not read any more. */
const MAX_NODES = 28;

/** Who calls whom: clients and clocks, services (the parts of the code where none is declared), queues and stores. */
export function systemMap(sources: MapSources): SystemMap {
  const map = new MapMaking(sources);
  map.addServices();
  map.addEntries();
  map.addQueues();
  map.addStores();
  map.addSchedules();
  return map.finish();
}

class MapMaking {
  readonly #nodes = new Map<string, MapNode>();
  readonly #edges = new Map<string, MapEdge>();
  readonly #running: readonly FoundService[];

  constructor(readonly sources: MapSources) {
    this.#running = sources.services.filter(({ isStore }) => !isStore);
  }

  addServices(): void {
    for (const { name, image, dockerfile, starts } of this.#running)
      this.#node('service', name, starts[0] ?? dockerfile ?? image ?? '');
    for (const { name, image, isStore } of this.sources.services) if (isStore) this.#node('store', name, image ?? '');
    const kindOf = new Map(
      this.sources.services.map(({ name, isStore }) => [name, isStore ? 'store' : 'service'] as const),
    );
    for (const { name, dependsOn, isStore } of this.sources.services) {
      for (const other of dependsOn) {
        const kind = kindOf.get(other);
        if (kind !== undefined) this.#edge(idOf(isStore ? 'store' : 'service', name), idOf(kind, other), '');
      }
    }
  }

  addEntries(): void {
    const routes = this.sources.entries.filter(({ kind }) => kind === 'route');
    if (routes.length > 0) this.#node('outside', 'Clients', counted(routes.length, 'route'));
    for (const { path } of routes)
      for (const host of this.#hostsOf(path)) this.#edge(idOf('outside', 'Clients'), host, '');
    const commands = this.sources.entries.filter(({ kind }) => kind === 'command');
    if (commands.length > 0) this.#node('outside', 'People, CI', counted(commands.length, 'command'));
    for (const { path } of commands)
      if (path.endsWith('.py'))
        for (const host of this.#hostsOf(path)) this.#edge(idOf('outside', 'People, CI'), host, '');
  }

  addQueues(): void {
    for (const { name, broker, puts, takes } of this.sources.queues) {
      this.#node('queue', name, broker);
      const queue = idOf('queue', name);
      for (const { path } of puts) for (const host of this.#hostsOf(path)) this.#edge(host, queue, 'puts');
      for (const { path } of takes) for (const host of this.#hostsOf(path)) this.#edge(queue, host, 'taken by');
    }
  }

  addStores(): void {
    for (const [library, name] of STORE_LIBRARIES) {
      const imports = this.sources.signals.importsOf(library);
      const beside = this.sources.stores.find(({ seenAs, of }) => seenAs === 'image' && storeOfImage(of) === name);
      if (imports.length === 0) continue;
      if (beside === undefined) this.#node('store', name, `by ${library}`);
      for (const { module } of imports)
        for (const host of this.#hostsOf(module.path)) this.#edge(host, idOf('store', beside?.name ?? name), '');
    }
  }

  addSchedules(): void {
    for (const { name, from, when, path } of this.sources.schedules) {
      if (from === 'workflow') continue;
      this.#node('schedule', name, when);
      if (from === 'library') for (const host of this.#hostsOf(path)) this.#edge(idOf('schedule', name), host, '');
    }
  }

  finish(): SystemMap {
    const all = [...this.#nodes.values()];
    const degree = (id: string): number =>
      [...this.#edges.values()].filter(({ from, to }) => from === id || to === id).length;
    const kept = new Set(
      all
        .map(({ id, kind }) => ({ id, rank: (kind === 'code' ? 0 : 1000) + degree(id) }))
        .sort((a, b) => b.rank - a.rank || compareText(a.id, b.id))
        .slice(0, MAX_NODES)
        .map(({ id }) => id),
    );
    return {
      nodes: all.filter(({ id }) => kept.has(id)),
      edges: [...this.#edges.values()].filter(({ from, to }) => kept.has(from) && kept.has(to)),
      left: all.length - kept.size,
    };
  }

  /** The services in which a file runs; where none is seen, the part of the code that it belongs to. */
  #hostsOf(path: string): readonly string[] {
    const module = this.sources.project.moduleByPath(path);
    const services = module === undefined ? [] : this.#running.filter(({ modules }) => modules.has(module));
    if (services.length > 0) return services.map(({ name }) => idOf('service', name));
    const component = this.sources.components.of(path);
    this.#node('code', component, this.#programOf(component));
    return [idOf('code', component)];
  }

  /** What of it a container starts. */
  #programOf(component: string): string {
    const programs = this.sources.entries.filter((entry) => entry.kind === 'program' && entry.component === component);
    const first = programs.find(({ path }) => this.sources.project.moduleByPath(path)?.serves) ?? programs[0];
    return first === undefined ? 'code' : programs.length === 1 ? first.name : `${first.name}, …`;
  }

  #node(kind: MapNodeKind, label: string, detail: string): void {
    const id = idOf(kind, label);
    if (!this.#nodes.has(id)) this.#nodes.set(id, { id, kind, label, detail });
  }

  #edge(from: string, to: string, label: string): void {
    if (from !== to && !this.#edges.has(`${from} ${to}`)) this.#edges.set(`${from} ${to}`, { from, to, label });
  }
}

const idOf = (kind: MapNodeKind, name: string): string => `${kind}:${name}`;
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
