/** Random structured functions, and what CPython (Pyodide's 3.14) does in many runs of one along random paths. */
import fc from 'fast-check';
import { loadPyodide } from 'pyodide';

const RUNNER = `
import contextlib, itertools, json, random, traceback

class Stop(BaseException): pass
class Problem(Exception):
    # A caught one may be what a name holds: read and added to like the tuples that all else is.
    __getitem__ = lambda self, at: 0
    __add__ = lambda self, other: other
class Implicit(Problem): pass

def observe(source, runs):
    code = compile(source, "program", "exec")
    seen = []
    for seed in range(runs):
        bits = random.Random(seed)
        state = {"fuel": 60, "stopped": False}
        hits, reads, trace, unbound = {}, set(), [], None
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
            trace.append(line)
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
        except UnboundLocalError as error:
            how = "unbound"
            unbound = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.name == "program"][-1]
        seen.append([how if not state["stopped"] else "stopped", list(hits), sorted(reads), trace, unbound])
    return json.dumps(seen)
`;

/**
 * One run: how `program` was left, the lines of `hit(line)` in the order of their first run, which line's assignment each `use(line, name)`
 * saw, all hits in order, and the line whose read of an unbound name left the program.
 */
export type Observation = readonly [
  how: string,
  hits: readonly number[],
  reads: readonly (readonly [number, number])[],
  trace: readonly number[],
  unbound: number | null,
];

const pyodide = await loadPyodide();
pyodide.runPython(`import warnings; warnings.simplefilter("ignore")\n${RUNNER}`);
// The Python function defined above; pyodide types every global as any.
const run = pyodide.globals.get('observe') as (source: string, runs: number) => string;

export const observe = (source: string, runs: number): readonly Observation[] => JSON.parse(run(source, runs));

/** A program as a tree of lines; `@` stands for the number of its line. */
type Block = readonly Line[];
interface Line {
  readonly text: string;
  readonly block?: Block;
}

/**
 * Sources with a function `program(x, y)` whose paths `coin()` chooses; `unbinds`: with statements that unbind its names, `tests`: with
 * tests of what they hold.
 */
export function programs({ unbinds = false, tests = false } = {}): fc.Arbitrary<string> {
  const { plain } = fc.letrec<{ plain: Block; looped: Block }>((tie) => ({
    plain: blocks(tie('plain'), tie('looped'), { isInLoop: false, unbinds, tests }),
    looped: blocks(tie('looped'), tie('looped'), { isInLoop: true, unbinds, tests }),
  }));
  return plain.map((body) => {
    const lines: string[] = ['import contextlib, itertools', 'def fail():', '    raise Problem', 'def program(x, y):'];
    print(tests ? [{ text: 'flag = coin()' }, ...body] : body, 1, lines);
    return `${lines.join('\n')}\n`;
  });
}

function print(block: Block, depth: number, lines: string[]): void {
  for (const { text, block: inner } of block) {
    lines.push('    '.repeat(depth) + text.replaceAll('@', String(lines.length + 1)));
    if (inner !== undefined) print(inner, depth + 1, lines);
  }
}

interface Sort {
  readonly isInLoop: boolean;
  readonly unbinds: boolean;
  readonly tests: boolean;
}

function blocks(same: fc.Arbitrary<Block>, looped: fc.Arbitrary<Block>, sort: Sort): fc.Arbitrary<Block> {
  const statement = fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { arbitrary: simpleStatements(sort), weight: 14 },
    { arbitrary: branches(same, sort), weight: 4 },
    { arbitrary: loops(same, looped, sort), weight: 4 },
    { arbitrary: tries(same, sort), weight: 4 },
  );
  return fc.array(statement, { minLength: 1, maxLength: 4 }).map((statements) => statements.flat());
}

function simpleStatements({ isInLoop, unbinds, tests }: Sort): fc.Arbitrary<Block> {
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
    ...(unbinds ? [{ arbitrary: variable.map((name) => `del ${name}`), weight: 3 }] : []),
    ...(tests ? [{ arbitrary: variable.chain(testing), weight: 8 }] : []),
    ...(isInLoop ? [{ arbitrary: fc.constantFrom('break', 'continue'), weight: 3 }] : []),
  ];
  return fc.oneof(...lines).map((text) => [{ text }]);
}

/** Statements that test what a name holds. */
const testing = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `flag = ${name}[-1] % 2`,
    `flag = not ${name}[-1] % 3 and coin()`,
    `assert ${name}[-1] % 3`,
    `${name}[-1] % 2 and hit(@)`,
    `${name}[-1] % 2 and coin() and (${name} := (@,)) and hit(@)`,
    `use(@, y) if ${name}[-1] % 2 else hit(@)`,
    `[hit(@) for _ in range(2) if coin() or ${name}[-1] % 2]`,
  );

const testOf = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `${name}[-1] % 2`,
    `not ${name}[-1] % 3`,
    `${name}[-1] % 2 and coin()`,
    `${name}[-1] % 2 or flag`,
    'flag',
    'not flag',
  );

function branches(block: fc.Arbitrary<Block>, { tests }: Sort): fc.Arbitrary<Block> {
  const variable = fc.constantFrom('x', 'y');
  const test = fc.oneof(
    fc.constantFrom('coin()', 'coin()', 'True', 'not 1', 'coin() or coin()'),
    variable.map((name) => `(${name} := (@,)) and coin()`),
    variable.map((name) => `coin() and (${name} := (@,))`),
    ...(tests ? [{ arbitrary: variable.chain(testOf), weight: 8 }] : []),
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

function loops(same: fc.Arbitrary<Block>, looped: fc.Arbitrary<Block>, { tests }: Sort): fc.Arbitrary<Block> {
  const plain = fc.constantFrom(
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
  const tested = fc.constantFrom('x', 'y').chain(testOf);
  const head = tests
    ? fc.oneof(
        plain,
        tested.map((test) => `while ${test}:`),
      )
    : plain;
  const body = looped.map((block) => [{ text: 'coin()' }, ...block]);
  return fc.oneof(
    fc.tuple(head, body).map(([text, block]) => [{ text, block }]),
    fc.tuple(head, body, same).map(([text, block, other]) => [
      { text, block },
      { text: 'else:', block: other },
    ]),
  );
}

function tries(block: fc.Arbitrary<Block>, { unbinds }: Sort): fc.Arbitrary<Block> {
  const handler = fc.constantFrom(
    'except Problem:',
    'except Exception:',
    'except ValueError:',
    `except (Problem, ValueError) as ${unbinds ? 'x' : 'caught'}:`,
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
