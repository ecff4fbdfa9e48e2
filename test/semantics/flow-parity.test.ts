/**
 * Flow against CPython itself (Pyodide's 3.14): random structured functions are run many times along random paths, and
 * everything observed must have been foreseen: how the body was left, which assignment each read saw, and what ran first.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FunctionDef, type Name, type Node, type ParsedModule, walk } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildSemanticModel, type SemanticModel } from '../../src/semantics/index.ts';
import { propertyRuns } from '../property-runs.ts';
import { type Observation, observe, programs } from './random-programs.ts';

const RUNS = propertyRuns(250);
const PATHS = 24;

const parser = await loadPythonParser();

it('foresees every path that CPython takes', () => {
  const tally = { foreseen: 0, observed: 0, reads: 0, readsSeen: 0, orders: 0 };
  fc.assert(
    fc.property(programs(), (source) => {
      const parsed = parser.parse(source);
      const model = buildSemanticModel('program.py', parsed);
      const program = functionIn(parsed);
      const observations = observe(source, PATHS);
      checkExits(model, program, observations, tally);
      checkReads(model, parsed, program, observations, tally);
      checkOrder(model, parsed, program, observations, tally);
    }),
    { numRuns: RUNS },
  );
  // Not vacuous: what is foreseen mostly does happen (some of it needs luck or another input).
  expect(tally.observed / tally.foreseen).toBeGreaterThan(0.7);
  expect(tally.readsSeen / tally.reads).toBeGreaterThan(0.2);
  expect(tally.orders).toBeGreaterThan(1_000);
});

it('knows which names are bound where CPython reads them', () => {
  const tally = { bound: 0, unbound: 0, sure: 0 };
  fc.assert(
    fc.property(programs({ unbinds: true }), (source) => {
      const parsed = parser.parse(source);
      const { flow } = buildSemanticModel('program.py', parsed);
      const program = functionIn(parsed);
      const answers = new Map(
        readsIn(program).map((name) => [parsed.text.lineAt(name.start), flow.boundness(name)] as const),
      );
      for (const [, , reads, , unbound] of observe(source, PATHS)) {
        for (const [line] of reads) {
          tally.bound++;
          if (answers.get(line) === 'bound') tally.sure++;
          if (answers.get(line) === 'unbound') expect.fail(`line ${line} read a value`);
        }
        if (unbound === null || !answers.has(unbound)) continue;
        tally.unbound++;
        if (answers.get(unbound) === 'unbound') tally.sure++;
        if (answers.get(unbound) === 'bound') expect.fail(`line ${unbound} read an unbound name`);
      }
    }),
    { numRuns: RUNS },
  );
  expect(tally.unbound).toBeGreaterThan(100);
  expect(tally.sure / (tally.bound + tally.unbound)).toBeGreaterThan(0.5);
});

function functionIn({ module }: ParsedModule): FunctionDef {
  const program = module.body.find((statement) => statement.kind === 'FunctionDef' && statement.name === 'program');
  if (program?.kind !== 'FunctionDef') throw new Error('the program is not a function');
  return program;
}

interface Tally {
  foreseen: number;
  observed: number;
  reads: number;
  readsSeen: number;
  orders: number;
}

function checkExits(
  model: SemanticModel,
  program: FunctionDef,
  observations: readonly Observation[],
  tally: Tally,
): void {
  const exits = model.flow.exits(program.body);
  expect(exits.breaks || exits.continues).toBe(false);
  const observed = new Set(observations.map(([how]) => how));
  for (const exit of ['falls', 'returns', 'raises'] as const) {
    if (observed.has(exit)) expect(exits[exit], `${exit} was observed`).toBe(true);
    if (exits[exit]) tally.foreseen++;
    if (exits[exit] && observed.has(exit)) tally.observed++;
  }
  if (model.flow.alwaysRaises(program.body)) expect(observed).not.toContain('falls');
  if (model.flow.alwaysRaises(program.body)) expect(observed).not.toContain('returns');
}

/** A read tells the line of the assignment that it saw; parameters say 0. */
function checkReads(
  model: SemanticModel,
  parsed: ParsedModule,
  program: FunctionDef,
  observations: readonly Observation[],
  tally: Tally,
): void {
  const foreseen = new Map<number, ReadonlySet<number>>();
  for (const name of readsIn(program)) {
    const definitions = model.flow.reachingDefinitions(name);
    const lines = definitions.map(({ kind, node }) => (kind === 'parameter' ? 0 : parsed.text.lineAt(node.start)));
    foreseen.set(parsed.text.lineAt(name.start), new Set(lines));
    const isConnected = definitions.every((definition) => model.flow.usesOf(definition).includes(name));
    if (!isConnected) expect.fail(`usesOf misses line ${parsed.text.lineAt(name.start)}`);
  }
  const observed = new Map<number, Set<number>>();
  for (const [, , reads] of observations) {
    for (const [line, definedAt] of reads) {
      if (foreseen.get(line)?.has(definedAt) !== true) expect.fail(`line ${line} read what line ${definedAt} bound`);
      observed.set(line, (observed.get(line) ?? new Set()).add(definedAt));
    }
  }
  for (const [line, seen] of observed) {
    tally.reads += foreseen.get(line)?.size ?? 0;
    tally.readsSeen += seen.size;
  }
}

function checkOrder(
  model: SemanticModel,
  parsed: ParsedModule,
  program: FunctionDef,
  observations: readonly Observation[],
  tally: Tally,
): void {
  const hits = new Map<number, Node>();
  walk(program, (node) => {
    if (node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'hit') {
      hits.set(parsed.text.lineAt(node.start), node);
    }
  });
  for (const [firstLine, first] of hits) {
    for (const [secondLine, second] of hits) {
      if (!model.flow.precedes(first, second)) continue;
      tally.orders++;
      if (model.flow.precedes(second, first)) expect.fail(`lines ${firstLine} and ${secondLine} precede each other`);
      const isReversed = observations.some(([, order]) => runsReversed(order, firstLine, secondLine));
      if (isReversed) expect.fail(`line ${secondLine} ran before line ${firstLine}`);
    }
  }
}

function runsReversed(order: readonly number[], first: number, second: number): boolean {
  const at = order.indexOf(second);
  return at >= 0 && order.indexOf(first) > at;
}

/** The second argument of each `use(line, name)`. */
function readsIn(program: FunctionDef): readonly Name[] {
  const names: Name[] = [];
  walk(program, (node) => {
    if (node.kind !== 'Call' || node.func.kind !== 'Name' || node.func.id !== 'use') return;
    const value = node.args[1];
    if (value?.kind === 'Name') names.push(value);
  });
  return names;
}
