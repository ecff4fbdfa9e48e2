/** Folding against CPython itself (Pyodide's 3.14): random constant programs, every value we claim to know is the one that Python computes. */
import fc from 'fast-check';
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import type { Expression, Stmt } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildSemanticModel, type FoldedValue } from '../../src/semantics/index.ts';
import { propertyRuns } from '../property-runs.ts';

const RUNNER = `
import ast, json, struct, sys
sys.set_int_max_str_digits(0)

def show(value):
    kind = type(value)
    if kind in (list, tuple):
        return kind.__name__ + "[" + ",".join(map(show, value)) + "]"
    if kind in (set, frozenset):
        return "set[" + ",".join(sorted(map(show, value))) + "]"
    if kind is dict:
        return "mapping[" + ",".join(show(k) + "=" + show(v) for k, v in value.items()) + "]"
    if kind is float:
        return "float:" + struct.pack(">d", value).hex()
    if kind is str:
        return "str:" + value.encode("utf-8", "surrogatepass").hex()
    if kind is bytes:
        return "bytes:" + value.hex()
    if value is None:
        return "none"
    return kind.__name__ + ":" + str(value)

def run(source):
    names, answers = {}, []
    for statement in ast.parse(source).body:
        try:
            if isinstance(statement, ast.Expr):
                answers.append(show(eval(compile(ast.Expression(statement.value), "x", "eval"), names)))
                continue
            exec(compile(ast.Module([statement], []), "x", "exec"), names)
            answers.append("bound")
        except Exception:
            answers.append("raises")
    return json.dumps(answers)
`;

const pyodide = await loadPyodide();
pyodide.runPython(`import warnings; warnings.simplefilter("ignore")\n${RUNNER}`);
const runInPython: (source: string) => string = pyodide.globals.get('run');
const parser = await loadPythonParser();

it('folds what CPython computes', () => {
  const tally = { folded: 0, computed: 0 };
  fc.assert(
    fc.property(programs(), (lines) => {
      const source = lines.join('\n');
      const answers: string[] = JSON.parse(runInPython(source));
      const parsed = parser.parse(source);
      const model = buildSemanticModel('program.py', parsed);
      expect(parsed.module.body).toHaveLength(answers.length);
      for (const [i, statement] of parsed.module.body.entries()) {
        const expression = expressionOf(statement);
        if (expression === undefined) continue;
        const folded = model.values.fold(expression);
        if (answers[i] !== 'raises') tally.computed++;
        if (folded === undefined) continue;
        tally.folded++;
        expect(show(folded), parsed.text.slice(expression)).toBe(answers[i]);
      }
    }),
    { numRuns: propertyRuns(300) },
  );
  expect(tally.computed).toBeGreaterThan(500);
  // Not vacuous: most of what Python computes is known, the rest are formats and methods left out on purpose.
  expect(tally.folded / tally.computed).toBeGreaterThan(0.85);
});

function expressionOf(statement: Stmt): Expression | undefined {
  return statement.kind === 'Expr' ? statement.value : undefined;
}

/** Bindings in several forms, then each name and a few expressions over them as statements of their own. */
function programs(): fc.Arbitrary<readonly string[]> {
  const numbered = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), expressions([])), { minLength: 1, maxLength: 4 });
  return numbered.chain((bindings) => {
    const names: string[] = [];
    const lines = bindings.flatMap(([form, value], i) => {
      const name = `name_${i}`;
      names.push([name, name, `Class_${i}.attribute`, `function_${i}()`, name][form] ?? name);
      return [
        [`${name} = ${value}`],
        [`${name}, other_${i} = (${value}), None`],
        [`class Class_${i}:\n    attribute = ${value}`],
        [`def function_${i}():\n    return ${value}`],
        [`${name}: object = ${value}`],
      ][form] as string[];
    });
    return fc
      .array(expressions(names), { minLength: 2, maxLength: 6 })
      .map((results) => [...lines, ...names, ...results.map((result) => `(${result})`)]);
  });
}

function expressions(names: readonly string[]): fc.Arbitrary<string> {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'B', ' ', '\t', 'é', '😀', '%', '{', '}', "'", '"', '\\'),
    maxLength: 6,
  });
  const leaf = fc.oneof(
    fc.integer({ min: -20, max: 300 }).map((value) => (value < 0 ? `(${value})` : String(value))),
    fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }).map((value) => `(${value})`),
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 })
      .map((value) => `(${pythonFloat(value)})`),
    fc.constantFrom('0.5', '2.5', '0.1', '1e300', '1e-7', '0.00001234', '12345678901234567.0', '-0.0'),
    fc.constantFrom('True', 'False', 'None', '""', 'b""', '()', '[]', '{}'),
    text.map((value) => pythonText(value)),
    text.map((value) => `b${pythonText(value.replace(/[^\0-\x7f]/gu, 'x'))}`),
    ...(names.length === 0 ? [] : [fc.constantFrom(...names)]),
  );
  const { any } = fc.letrec<{ any: string }>((tie) => {
    const sub = tie('any');
    return {
      any: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { arbitrary: leaf, weight: 6 },
        { arbitrary: operations(sub), weight: 8 },
        { arbitrary: collections(sub), weight: 3 },
        { arbitrary: texts(sub, text), weight: 5 },
      ),
    };
  });
  return any;
}

function operations(sub: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const op = fc.constantFrom('+', '-', '*', '/', '//', '%', '&', '|', '^');
  const comparison = fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not');
  const small = fc.integer({ min: -3, max: 5 });
  return fc.oneof(
    // Repetition only by small literals: Python itself would pay for the rest.
    fc.tuple(sub, fc.constantFrom('+', '-', '/', '//', '%', '&', '|', '^'), sub).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(sub, op, small).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(sub, fc.constantFrom('**', '<<', '>>'), small).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(fc.constantFrom('-', '+', '~', 'not '), sub).map(([o, a]) => `(${o}${a})`),
    fc.tuple(sub, comparison, sub).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc
      .tuple(sub, fc.constantFrom('<', '=='), sub, fc.constantFrom('<=', '!='), sub)
      .map((parts) => `(${parts.join(' ')})`),
    fc.tuple(sub, fc.constantFrom('and', 'or'), sub).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(sub, sub, sub).map(([a, test, b]) => `(${a} if ${test} else ${b})`),
  );
}

function collections(sub: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const several = fc.array(sub, { maxLength: 3 });
  const bound = fc.constantFrom('', '0', '1', '2', '-1', '-2', '9', '-9', 'None');
  return fc.oneof(
    several.map((each) => `(${each.map((one) => `${one}, `).join('')})`),
    several.map((each) => `[${each.join(', ')}]`),
    several.filter((each) => each.length > 0).map((each) => `{${each.join(', ')}}`),
    fc.array(fc.tuple(sub, sub), { maxLength: 3 }).map((each) => `{${each.map(([k, v]) => `${k}: ${v}`).join(', ')}}`),
    several.map((each) => `[*(${each.map((one) => `${one}, `).join('')}), 1]`),
    fc.tuple(sub, fc.integer({ min: -3, max: 3 })).map(([a, i]) => `(${a})[${i}]`),
    fc.tuple(sub, bound, bound, bound).map(([a, i, j, k]) => `(${a})[${i}:${j}:${k}]`),
    fc
      .tuple(
        fc.constantFrom(
          'len',
          'str',
          'int',
          'float',
          'bool',
          'list',
          'tuple',
          'set',
          'sorted',
          'min',
          'max',
          'abs',
          'repr',
          'ord',
        ),
        sub,
      )
      .map(([name, a]) => `${name}(${a})`),
    fc.tuple(sub, sub, sub).map(([k, v, other]) => `{${k}: ${v}}.get(${other}, ${v})`),
  );
}

function texts(sub: fc.Arbitrary<string>, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const literal = text.map(pythonText);
  const spec = fc.constantFrom(
    '',
    'd',
    '5',
    '>8',
    '<8',
    '^9',
    '05',
    '+d',
    'x',
    '#x',
    '.2f',
    '10.3f',
    ',',
    ',.1f',
    '.1%',
    '*^12',
    '.3',
    's',
    '_d',
    'b',
    '.0f',
  );
  const percent = fc.constantFrom(
    '%s',
    '%r',
    '%d',
    '%5d',
    '%-5d|',
    '%05d',
    '%x',
    '%X',
    '%o',
    '%.2f',
    '%8.3f',
    '%+d',
    '%%',
    '%s-%s',
    '%(a)s',
    '%i',
    '%5s',
    '%.1s',
  );
  const method = fc.constantFrom('strip', 'lstrip', 'rstrip', 'lower', 'upper', 'split', 'encode');
  const affix = fc.constantFrom(
    'startswith',
    'endswith',
    'removeprefix',
    'removesuffix',
    'strip',
    'split',
    'lstrip',
    'rstrip',
  );
  return fc.oneof(
    fc.tuple(sub, fc.constantFrom('', '!r', '!s', '!a'), spec).map(([a, c, s]) => `f"<{(${a})${c}:${s}}>"`),
    fc.tuple(sub, sub).map(([a, b]) => `f"{(${a})} and {(${b})}"`),
    fc.tuple(percent, sub).map(([p, a]) => `("${p}" % (${a}))`),
    fc.tuple(percent, sub, sub).map(([p, a, b]) => `("${p}" % (${a}, ${b}))`),
    fc.tuple(percent, sub).map(([p, a]) => `("${p}" % {"a": ${a}})`),
    fc.tuple(spec, sub, sub).map(([s, a, b]) => `"{:${s}} {{}} {}".format(${a}, ${b})`),
    fc.tuple(sub, sub).map(([a, b]) => `"{1!r}{0}{name}".format(${a}, ${b}, name=${a})`),
    fc.tuple(literal, literal, literal).map(([a, b, c]) => `${a}.replace(${b}, ${c})`),
    fc.tuple(literal, method).map(([a, m]) => `${a}.${m}()`),
    fc.tuple(literal, affix, literal).map(([a, m, b]) => `${a}.${m}(${b})`),
    fc.tuple(literal, literal, fc.integer({ min: -1, max: 2 })).map(([a, b, n]) => `${a}.split(${b}, ${n})`),
    fc.tuple(literal, fc.integer({ min: -1, max: 2 })).map(([a, n]) => `${a}.split(maxsplit=${n})`),
    fc.tuple(literal, fc.array(literal, { maxLength: 3 })).map(([a, parts]) => `${a}.join([${parts.join(', ')}])`),
    fc.tuple(literal, fc.constantFrom('utf-8', 'ascii', 'latin-1', 'UTF_8')).map(([a, e]) => `${a}.encode("${e}")`),
    literal.map((a) => `${a}.encode().decode()`),
    literal.map((a) => `${a}.encode().hex()`),
    fc.tuple(sub, fc.integer({ min: 0, max: 3 })).map(([a, n]) => `(${a} * ${n})`),
  );
}

function pythonText(value: string): string {
  return `"${[...value].map((c) => (c === '"' || c === '\\' ? `\\${c}` : c === '\t' ? '\\t' : c)).join('')}"`;
}

function pythonFloat(value: number): string {
  const text = String(Object.is(value, -0) ? '-0.0' : value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function show(value: FoldedValue): string {
  switch (value.kind) {
    case 'none':
      return 'none';
    case 'bool':
      return value.value ? 'bool:True' : 'bool:False';
    case 'int':
      return `int:${value.value}`;
    case 'float': {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value.value);
      return `float:${view.getBigUint64(0).toString(16).padStart(16, '0')}`;
    }
    case 'str':
      return `str:${Buffer.from(value.value, 'utf8').toString('hex')}`;
    case 'bytes':
      return `bytes:${Buffer.from(value.value, 'latin1').toString('hex')}`;
    case 'tuple':
    case 'list':
      return `${value.kind}[${value.elements.map(show).join(',')}]`;
    case 'set':
      return `set[${value.elements.map(show).sort().join(',')}]`;
    case 'mapping':
      return `mapping[${value.entries.map(([k, v]) => `${show(k)}=${show(v)}`).join(',')}]`;
  }
}
