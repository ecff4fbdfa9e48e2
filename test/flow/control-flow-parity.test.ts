/** The control-flow graph against CPython itself: every run of a random function is a path of its graph, and most of the graph is run. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FunctionDef, type Node, walk } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import {
  type ControlFlowGraph,
  dominates,
  findPath,
  isImplicit,
  type ProgramPoint,
  reachableFrom,
} from '../../src/flow/index.ts';
import { buildSemanticModel } from '../../src/semantics/index.ts';
import { propertyRuns } from '../property-runs.ts';
import { type Observation, observe, programs } from '../semantics/random-programs.ts';

const RUNS = propertyRuns(250);
const PATHS = 24;

const parser = await loadPythonParser();

it('has every run of CPython as a path', () => {
  const tally = { exits: 0, exitsSeen: 0, lines: 0, linesSeen: 0, steps: 0, dominated: 0 };
  fc.assert(
    fc.property(programs(), (source) => {
      const parsed = parser.parse(source);
      const program = parsed.module.body.find(isProgram);
      if (program === undefined) throw new Error('the program is not a function');
      const graph = buildSemanticModel('program.py', parsed).flow.graphOf(program);
      const hits = hitsIn(program, graph);
      const observations = observe(source, PATHS);
      checkExits(graph, observations, tally);
      checkSteps(graph, hits, observations, tally);
      checkDominators(graph, hits, observations, tally);
    }),
    { numRuns: RUNS },
  );
  // Not vacuous: most of what the graph allows does happen (some of it needs luck).
  expect(tally.exitsSeen / tally.exits).toBeGreaterThan(0.7);
  expect(tally.linesSeen / tally.lines).toBeGreaterThan(0.7);
  expect(tally.steps).toBeGreaterThan(500);
  expect(tally.dominated).toBeGreaterThan(150);
});

type Tally = Record<'exits' | 'exitsSeen' | 'lines' | 'linesSeen' | 'steps' | 'dominated', number>;
/** By line, where it runs; some run only in a part of the runs of their statement. */
type Hits = ReadonlyMap<number, { readonly points: readonly ProgramPoint[]; readonly isCertain: boolean }>;

const isProgram = (node: Node): node is FunctionDef => node.kind === 'FunctionDef' && node.name === 'program';

function hitsIn(program: FunctionDef, graph: ControlFlowGraph): Hits {
  const hits = new Map<number, { points: readonly ProgramPoint[]; isCertain: boolean }>();
  walk(program, (node) => {
    if (node.kind !== 'Call' || node.func.kind !== 'Name' || node.func.id !== 'hit') return;
    const line =
      node.args[0]?.kind === 'Constant' && node.args[0].value.kind === 'int' ? Number(node.args[0].value.value) : 0;
    if (line > 0) hits.set(line, { points: graph.at(node), isCertain: node.parent?.kind === 'Expr' });
  });
  return hits;
}

function checkExits(graph: ControlFlowGraph, observations: readonly Observation[], tally: Tally): void {
  const reached = reachableFrom({ from: [graph.entry] });
  const explicit = reachableFrom({
    from: [graph.entry],
    along: (edge) => !isImplicit(edge) || edge.to !== graph.raises,
  });
  const exits = {
    falls: reached.has(graph.end),
    returns: reached.has(graph.returns),
    raises: explicit.has(graph.raises),
  };
  const seen = new Set(observations.map(([how]) => how));
  for (const exit of ['falls', 'returns', 'raises'] as const) {
    if (seen.has(exit)) expect(exits[exit], `${exit} was observed`).toBe(true);
    if (exits[exit]) tally.exits++;
    if (exits[exit] && seen.has(exit)) tally.exitsSeen++;
  }
  if (seen.has('implicit')) expect(reached.has(graph.raises)).toBe(true);
}

function checkSteps(graph: ControlFlowGraph, hits: Hits, observations: readonly Observation[], tally: Tally): void {
  const seen = new Set<number>();
  const steps = new Set<string>();
  for (const [, , , trace] of observations) {
    let before = 0;
    for (const line of trace.filter((each) => each > 0)) {
      seen.add(line);
      steps.add(`${before} ${line}`);
      before = line;
    }
  }
  const certain = new Set([...hits.values()].flatMap(({ points, isCertain }) => (isCertain ? points : [])));
  for (const step of steps) {
    const [from = 0, to = 0] = step.split(' ').map(Number);
    const ends = new Set(hits.get(to)?.points);
    const path = findPath({
      from: from === 0 ? [graph.entry] : (hits.get(from)?.points ?? []),
      to: (point) => ends.has(point),
      avoiding: (point) => certain.has(point),
    });
    if (path === undefined) expect.fail(`line ${to} ran right behind line ${from}`);
    tally.steps++;
  }
  for (const [line, { points }] of hits) {
    if (points.length === 0) continue;
    tally.lines++;
    if (seen.has(line)) tally.linesSeen++;
  }
}

function checkDominators(
  graph: ControlFlowGraph,
  hits: Hits,
  observations: readonly Observation[],
  tally: Tally,
): void {
  for (const [first, { points, isCertain }] of hits) {
    const [one] = points;
    if (one === undefined || points.length > 1 || !isCertain) continue;
    for (const [second, other] of hits) {
      if (second === first || other.points.length === 0) continue;
      if (!other.points.every((point) => dominates(graph, one, point))) continue;
      tally.dominated++;
      for (const [, , , trace] of observations) {
        const at = trace.indexOf(second);
        if (at >= 0 && !trace.slice(0, at).includes(first)) expect.fail(`line ${second} ran without line ${first}`);
      }
    }
  }
}
