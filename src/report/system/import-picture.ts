import { groupBy } from '../../collections/index.ts';
import { stronglyConnected } from '../../project/components.ts';
import type { ImportCycle, ModuleSummary, ProjectModel } from '../../project/index.ts';
import { compareText } from '../../text/index.ts';
import type { CodeSignals } from './code-signals.ts';
import type { ImportArrow, ImportNode, ImportPicture, ReportedCycle } from './system-model.ts';

/** A picture of more is not read any more. */
const MAX_NODES = 36;
const MAX_STEPS = 12;

interface Edge {
  readonly from: ModuleSummary;
  readonly to: ModuleSummary;
}

/** The imports of production code: of modules where they are few, else of the deepest packages that are few enough. */
export function importPicture(
  project: ProjectModel,
  { modules }: CodeSignals,
  weightOfFile: (path: string) => number,
): ImportPicture {
  const ours = new Set(modules);
  const edges = project.importEdges.filter(
    ({ from, to, imported }) => from !== to && imported.when !== 'type-checking' && ours.has(from) && ours.has(to),
  );
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const linked = modules.filter((module) => ends.has(module));
  const names = namesOf(project, linked);
  const nameOf = (module: ModuleSummary): string => names.get(module) ?? module.module;
  const arrows = arrowsOf(edges, nameOf);
  const groups = groupBy(linked, nameOf);
  const degree = (name: string): number =>
    arrows.reduce((sum, { from, to, imports }) => sum + (from === name || to === name ? imports : 0), 0);
  const ranked = [...groups.keys()].sort((a, b) => degree(b) - degree(a) || compareText(a, b));
  const kept = new Set(ranked.slice(0, MAX_NODES));
  const nodes = [...kept].sort(compareText).map((id): ImportNode => {
    const members = groups.get(id) ?? [];
    return { id, modules: members.length, weight: members.reduce((sum, { path }) => sum + weightOfFile(path), 0) };
  });
  return {
    level: linked.length <= MAX_NODES ? 'module' : 'package',
    nodes,
    edges: withCycles(
      nodes,
      arrows.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    ),
    left: groups.size - kept.size,
    cycles: project.importCycles.map((cycle) => describeCycle(cycle, project)),
  };
}

/** By module the node that it belongs to: itself, or a package. */
function namesOf(project: ProjectModel, modules: readonly ModuleSummary[]): ReadonlyMap<ModuleSummary, string> {
  const names = new Map(modules.map((module) => [module, project.importNameOf(module)]));
  if (modules.length <= MAX_NODES) return names;
  const opened = new Set<string>();
  for (let next = packageToOpen(names, opened); next !== undefined; next = packageToOpen(names, opened))
    opened.add(next);
  return new Map([...names].map(([module, name]) => [module, groupOf(name, opened)]));
}

/** The largest package that can be split into its parts without there being too many nodes. */
function packageToOpen(names: ReadonlyMap<ModuleSummary, string>, opened: ReadonlySet<string>): string | undefined {
  const groups = groupsOf(names, opened);
  const fits = ([group, members]: readonly [string, readonly string[]]): boolean => {
    if (members.every((name) => name === group)) return false;
    const wider = new Set([...opened, group]);
    const parts = new Set(members.map((name) => groupOf(name, wider)));
    return groups.size - 1 + parts.size <= MAX_NODES;
  };
  return [...groups].sort(([a, m], [b, n]) => n.length - m.length || compareText(a, b)).find(fits)?.[0];
}

function groupsOf(names: ReadonlyMap<ModuleSummary, string>, opened: ReadonlySet<string>): Map<string, string[]> {
  return groupBy([...names.values()], (name) => groupOf(name, opened));
}

/** The outermost package that is not split into its parts. */
function groupOf(name: string, opened: ReadonlySet<string>): string {
  const parts = name.split('.');
  let length = 1;
  while (length < parts.length && opened.has(parts.slice(0, length).join('.'))) length++;
  return parts.slice(0, length).join('.');
}

function arrowsOf(edges: readonly Edge[], nameOf: (module: ModuleSummary) => string): Omit<ImportArrow, 'isInCycle'>[] {
  const arrows = new Map<string, { from: string; to: string; imports: number }>();
  for (const edge of edges) {
    const [from, to] = [nameOf(edge.from), nameOf(edge.to)];
    if (from === to) continue;
    const arrow = arrows.get(`${from} ${to}`) ?? { from, to, imports: 0 };
    arrow.imports++;
    arrows.set(`${from} ${to}`, arrow);
  }
  return [...arrows.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to));
}

function withCycles(nodes: readonly ImportNode[], arrows: readonly Omit<ImportArrow, 'isInCycle'>[]): ImportArrow[] {
  const ids = nodes.map(({ id }) => id);
  const successors = groupBy(arrows, ({ from }) => from);
  const components = stronglyConnected(ids, (id) => (successors.get(id) ?? []).map(({ to }) => to));
  const componentOf = new Map(components.flatMap((component, index) => component.map((id) => [id, index] as const)));
  return arrows.map((arrow) => {
    const component = componentOf.get(arrow.from);
    return { ...arrow, isInCycle: component !== undefined && component === componentOf.get(arrow.to) };
  });
}

function describeCycle({ modules, when, steps }: ImportCycle, project: ProjectModel): ReportedCycle {
  return {
    modules: modules.map((module) => project.importNameOf(module)),
    when,
    steps: steps.slice(0, MAX_STEPS).map(({ from, to, imported }) => ({
      path: from.path,
      line: imported.place.line,
      imports: project.importNameOf(to),
    })),
  };
}
