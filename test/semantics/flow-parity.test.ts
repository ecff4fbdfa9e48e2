/**
 * Flow against CPython itself (Pyodide's 3.14): random structured functions are run many times along random paths, and
 * everything observed must have been foreseen: how the body was left, which assignment each read saw, and what ran first.
 */
import fc from 'fast-check';
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import { type FunctionDef, type Name, type Node, type ParsedModule, walk } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildSemanticModel, type SemanticModel } from '../../src/semantics/index.ts';
import { propertyRuns } from '../property-runs.ts';

const RUNS = propertyRuns(250);
const PATHS = 24;

const RUNNER = `
import contextlib, itertools, json, random

class Stop(BaseException): pass
class Problem(Exception): pass
class Implicit(Problem): pass

def observe(source, runs):
    code = compile(source, "program", "exec")
    seen = []
    for seed in range(runs):
        bits = random.Random(seed)
        state = {"fuel": 60, "stopped": False}
        hits, reads = {}, set()
        def coin():
            state["fuel"] -= 1
            if state["fuel"] < 0:
                state["stopped"] = True
                raise Stop
            return bits.random() < 0.5
        def may():
            if coin() and coin():
                raise Implicit
        def hit(line):
            hits.setdefault(line, len(hits))
            return line
        def use(line, value):
            reads.add((line, value[-1]))
        @contextlib.contextmanager
        def manager(value):
            yield value
        names = dict(coin=coin, may=may, hit=hit, use=use, manager=manager, contextlib=contextlib, itertools=itertools, Problem=Problem)
        try:
            exec(code, names)
            how = "falls" if names["program"]((0,), (0,)) is None else "returns"
        except Implicit:
            how = "implicit"
        except Stop:
            how = "stopped"
        except (Problem, AssertionError, SystemExit):
            how = "raises"
        except UnboundLocalError:
            how = "unbound"
        seen.append([how if not state["stopped"] else "stopped", list(hits), sorted(reads)])
    return json.dumps(seen)
`;

type Observation = readonly [how: string, hits: readonly number[], reads: readonly (readonly [number, number])[]];

const pyodide = await loadPyodide();
pyodide.runPython(`import warnings; warnings.simplefilter("ignore")\n${RUNNER}`);
const observe: (source: string, runs: number) => string = pyodide.globals.get('observe');
const parser = await loadPythonParser();

it('foresees every path that CPython takes', () => {
  const tally = { foreseen: 0, observed: 0, reads: 0, readsSeen: 0, orders: 0 };
  fc.assert(
    fc.property(programs(), (source) => {
      const parsed = parser.parse(source);
      const model = buildSemanticModel('program.py', parsed);
      const program = parsed.module.body.find(
        (statement) => statement.kind === 'FunctionDef' && statement.name === 'program',
      );
      if (program?.kind !== 'FunctionDef') throw new Error('the program is not a function');
      const observations: readonly Observation[] = JSON.parse(observe(source, PATHS));
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

/** A program as a tree of lines; `@` stands for the number of its line. */
type Block = readonly Line[];
interface Line {
  readonly text: string;
  readonly block?: Block;
}

function programs(): fc.Arbitrary<string> {
  const { plain } = fc.letrec<{ plain: Block; looped: Block }>((tie) => ({
    plain: blocks(tie('plain'), tie('looped'), false),
    looped: blocks(tie('looped'), tie('looped'), true),
  }));
  return plain.map((body) => {
    const lines: string[] = ['import contextlib, itertools', 'def fail():', '    raise Problem', 'def program(x, y):'];
    print(body, 1, lines);
    return `${lines.join('\n')}\n`;
  });
}

function print(block: Block, depth: number, lines: string[]): void {
  for (const { text, block: inner } of block) {
    lines.push('    '.repeat(depth) + text.replaceAll('@', String(lines.length + 1)));
    if (inner !== undefined) print(inner, depth + 1, lines);
  }
}

function blocks(same: fc.Arbitrary<Block>, looped: fc.Arbitrary<Block>, isInLoop: boolean): fc.Arbitrary<Block> {
  const statement = fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { arbitrary: simpleStatements(isInLoop), weight: 14 },
    { arbitrary: branches(same), weight: 4 },
    { arbitrary: loops(same, looped), weight: 4 },
    { arbitrary: tries(same), weight: 4 },
  );
  return fc.array(statement, { minLength: 1, maxLength: 4 }).map((statements) => statements.flat());
}

function simpleStatements(isInLoop: boolean): fc.Arbitrary<Block> {
  const variable = fc.constantFrom('x', 'y');
  const lines = [
    { arbitrary: variable.map((name) => `use(@, ${name})`), weight: 8 },
    { arbitrary: variable.map((name) => `${name} = (@,)`), weight: 7 },
    { arbitrary: variable.map((name) => `${name} += (@,)`), weight: 2 },
    { arbitrary: fc.constant('hit(@)'), weight: 5 },
    { arbitrary: fc.constant('may()'), weight: 3 },
    { arbitrary: fc.constant('coin() and hit(@)'), weight: 1 },
    { arbitrary: variable.map((name) => `coin() and (${name} := (@,))`), weight: 1 },
    { arbitrary: variable.map((name) => `use(@, ${name}) if coin() else hit(0)`), weight: 1 },
    { arbitrary: variable.map((name) => `[use(@, ${name}) for _ in range(2)]`), weight: 1 },
    {
      arbitrary: fc.constantFrom(
        'return 1',
        'return 2',
        'raise Problem',
        'fail()',
        'assert coin()',
        'raise SystemExit',
        'assert False',
      ),
      weight: 2,
    },
    ...(isInLoop ? [{ arbitrary: fc.constantFrom('break', 'continue'), weight: 3 }] : []),
  ];
  return fc.oneof(...lines).map((text) => [{ text }]);
}

function branches(block: fc.Arbitrary<Block>): fc.Arbitrary<Block> {
  const variable = fc.constantFrom('x', 'y');
  const test = fc.oneof(
    fc.constantFrom('coin()', 'coin()', 'True', 'not 1', 'coin() or coin()'),
    variable.map((name) => `(${name} := (@,)) and coin()`),
    variable.map((name) => `coin() and (${name} := (@,))`),
  );
  return fc.oneof(
    fc.tuple(test, block).map(([t, body]) => [{ text: `if ${t}:`, block: body }]),
    fc.tuple(test, block, block).map(([t, body, other]) => [
      { text: `if ${t}:`, block: body },
      { text: 'else:', block: other },
    ]),
    fc.tuple(test, block, test, block, block).map(([t, body, u, second, other]) => [
      { text: `if ${t}:`, block: body },
      { text: `elif ${u}:`, block: second },
      { text: 'else:', block: other },
    ]),
    fc
      .tuple(fc.constantFrom('True', '_', '(1 | True)', 'y'), variable, block, block)
      .map(([last, name, body, other]) => [
        {
          text: 'match coin(), (@ + 1,):',
          block: [
            { text: `case False, ${name} if coin():`, block: [{ text: `${name} = (@,)` }, ...body] },
            { text: `case ${last === 'True' || last === '(1 | True)' ? `(${last}, _)` : '_'}:`, block: other },
          ],
        },
      ]),
  );
}

function loops(same: fc.Arbitrary<Block>, looped: fc.Arbitrary<Block>): fc.Arbitrary<Block> {
  const head = fc.constantFrom(
    'while coin():',
    'while coin():',
    'while True:',
    'while 0:',
    'for _ in range(2):',
    'for x in ((@,),) * 2:',
    'for y in ((@,),) * coin():',
    'for _ in itertools.count():',
    'while (x := (@,)) and coin():',
  );
  const body = looped.map((block) => [{ text: 'coin()' }, ...block]);
  return fc.oneof(
    fc.tuple(head, body).map(([text, block]) => [{ text, block }]),
    fc.tuple(head, body, same).map(([text, block, other]) => [
      { text, block },
      { text: 'else:', block: other },
    ]),
  );
}

function tries(block: fc.Arbitrary<Block>): fc.Arbitrary<Block> {
  const handler = fc.constantFrom(
    'except Problem:',
    'except Exception:',
    'except ValueError:',
    'except (Problem, ValueError) as caught:',
  );
  const reraise = block.map((body) => [...body, { text: 'raise' }]);
  const caught = fc.oneof(block, block, reraise);
  return fc.oneof(
    fc.tuple(block, handler, caught).map(([body, text, other]) => [
      { text: 'try:', block: body },
      { text, block: other },
    ]),
    fc.tuple(block, handler, caught, block).map(([body, text, other, otherwise]) => [
      { text: 'try:', block: body },
      { text, block: other },
      { text: 'else:', block: otherwise },
    ]),
    fc.tuple(block, block).map(([body, last]) => [
      { text: 'try:', block: body },
      { text: 'finally:', block: last },
    ]),
    fc.tuple(block, handler, caught, block, block).map(([body, text, other, otherwise, last]) => [
      { text: 'try:', block: body },
      { text, block: other },
      { text: 'else:', block: otherwise },
      { text: 'finally:', block: last },
    ]),
    fc
      .tuple(
        fc.constantFrom(
          'with contextlib.suppress(Problem):',
          'with manager((@,)) as x:',
          'with contextlib.suppress(Exception):',
        ),
        block,
      )
      .map(([text, body]) => [{ text, block: body }]),
  );
}
