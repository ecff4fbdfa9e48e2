/** Cycles in a directed graph, one per strongly connected part, as readable paths. */
export function findCycles(edges: readonly { readonly from: string; readonly to: string }[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  for (const start of [...next.keys()].sort()) {
    const cycle = done.has(start) ? undefined : findCycleFrom(start, next, done);
    if (cycle !== undefined) cycles.push(cycle.join(' → '));
  }
  return cycles;
}

// Depth first; a file on the current path that is met again closes a cycle.
function findCycleFrom(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): string[] | undefined {
  const path: string[] = [];
  const onPath = new Set<string>();
  const visit = (file: string): string[] | undefined => {
    if (onPath.has(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    onPath.add(file);
    const found = (next.get(file) ?? []).reduce<string[] | undefined>((cycle, to) => cycle ?? visit(to), undefined);
    path.pop();
    onPath.delete(file);
    done.add(file);
    return found;
  };
  return visit(start);
}
