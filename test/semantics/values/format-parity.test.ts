/** Format templates against CPython itself (Pyodide's 3.14): it raises where the model says that a template and what it is given do not fit, and nowhere else. */
import fc from 'fast-check';
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../../src/ast/lower/index.ts';
import { buildSemanticModel, type FoldedValue } from '../../../src/semantics/index.ts';
import { misfitOfBraces } from '../../../src/semantics/values/brace-format.ts';
import type { NamedValues } from '../../../src/semantics/values/format-given.ts';
import { bracesIn, readBraceTemplate, readPercentTemplate } from '../../../src/semantics/values/format-template.ts';
import { fillPercent, operandOf } from '../../../src/semantics/values/percent-format.ts';
import { propertyRuns } from '../../property-runs.ts';

const pyodide = await loadPyodide();
pyodide.runPython(`
def error_of(source):
    try:
        eval(source)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
`);
const errorOf: (source: string) => string = pyodide.globals.get('error_of');
const parser = await loadPythonParser();

function folded(source: string): FoldedValue {
  const parsed = parser.parse(source);
  const [statement] = parsed.module.body;
  const value =
    statement?.kind === 'Expr' ? buildSemanticModel('a.py', parsed).values.fold(statement.value) : undefined;
  if (value === undefined) throw new Error(`${source} does not fold`);
  return value;
}

const VALUES = ['1', '-3', '300', '1114112', 'True', '2.5', 'float("inf")', '10**400', '"a"', '"xy"', '""', 'None'];
const values = fc.constantFrom(...VALUES, 'b"b"', 'b"xy"', '(1, 2)', '[1]', '{}', '{"a": 1}');

/** Operands in which the keys `a` and `b(c)` may be. */
const operands = (prefix: string) =>
  fc.oneof(
    values,
    fc.constantFrom('{1}', '()'),
    fc.array(values, { maxLength: 4 }).map((each) => `(${each.map((one) => `${one}, `).join('')})`),
    fc.tuple(values, values).map(([a, b]) => `{${prefix}"a": ${a}, ${prefix}"b(c)": ${b}, 3: 1}`),
    values.map((a) => `{${prefix}"a": ${a}}`),
  );

/** Mostly well-formed, cut and joined anywhere. */
const templates = (fields: fc.Arbitrary<string>, characters: readonly string[]) =>
  fc
    .array(
      fc.oneof(
        { arbitrary: fields, weight: 5 },
        { arbitrary: fc.constantFrom('', 'text ', '%%', '{{', '}}'), weight: 2 },
        { arbitrary: fc.string({ unit: fc.constantFrom(...characters), maxLength: 3 }), weight: 1 },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join(''))
    .filter((text) => !/\d{4}/.test(text));

const percentFields = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom('(a)', '(b(c))', '(no)', '(a', '()')),
    fc.constantFrom('', '', '', '-', '0', '+ ', '#'),
    fc.constantFrom('', '', '', '8', '*', '40'),
    fc.constantFrom('', '', '', '.', '.2', '.*'),
    fc.constantFrom('', '', '', 'l', 'h', 'ls'),
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...'sssddrraiuoxXeEfFgGcb%') },
      fc.constantFrom('y', '', ' ', 'D', '(', 'é'),
    ),
  )
  .map((parts) => `%${parts.join('')}`);

it.each([
  ['', 'str'],
  ['b', 'bytes'],
] as const)('agrees on %s"…" %% operand', (prefix, type) => {
  const tally = { raised: 0, fitted: 0 };
  const cases = fc.tuple(templates(percentFields, [...'%()*.-0a1sdy ']), operands(prefix));
  fc.assert(
    fc.property(cases, ([text, operand]) => {
      const written = type === 'bytes' ? text.replaceAll('é', 'e') : text;
      const source = `${prefix}${JSON.stringify(written)} % ${operand}`;
      const error = errorOf(source);
      const { misfit } = fillPercent(
        readPercentTemplate(written, type === 'bytes'),
        operandOf(folded(operand), type),
        type,
      );
      tally[error === '' ? 'fitted' : 'raised']++;
      expect(misfit !== undefined, `${source}: ${error || 'fits'}, but ${misfit?.kind}`).toBe(error !== '');
    }),
    { numRuns: propertyRuns(500) },
  );
  expect(Math.min(tally.raised, tally.fitted)).toBeGreaterThan(60);
});

const specs = fc
  .tuple(
    fc.constantFrom('', '', '', '<', '*^', '=', '{<'),
    fc.constantFrom('', '', '', '+', ' ', 'z', '#'),
    fc.constantFrom('', '', '0', '8', '08', '{}', '{0}', '{a}', '{:{}}', '{{}}'),
    fc.constantFrom('', '', '', ',', '_', ',_'),
    fc.constantFrom('', '', '', '.2', '.', '.{}'),
    fc.constantFrom('', '', ...'sdnbcoxXeEfFgG%y', 'dd'),
  )
  .map((parts) => parts.join(''));

const braceFields = fc
  .tuple(
    fc.constantFrom('', '', '', '0', '1', 'a', 'a', 'no', '0.real', 'a[0]', '0[', '0.', 'a[]', 'a[0]b', '[', ' a'),
    fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constantFrom('!r', '!s', '!a', '!z', '!', '!rr')),
    fc.oneof(
      fc.constant(''),
      specs.map((spec) => `:${spec}`),
    ),
  )
  .map((parts) => `{${parts.join('')}}`);

const braces = fc.tuple(
  templates(braceFields, [...'{}[]:!.a0 ']),
  fc.array(values, { maxLength: 3 }),
  fc.oneof(
    fc.constant('{}'),
    values.map((a) => `{"a": ${a}}`),
  ),
);

it.each(['format', 'format_map'])('agrees on "…".%s(…)', (method) => {
  const tally = { raised: 0, fitted: 0 };
  fc.assert(
    fc.property(braces, ([text, positional, mapping]) => {
      const isMap = method === 'format_map';
      const source = `${JSON.stringify(text)}.${method}(${[...(isMap ? [] : positional), isMap ? mapping : `**${mapping}`].join(', ')})`;
      const error = errorOf(source);
      const template = readBraceTemplate(text);
      const named: NamedValues = { values: namedIn(mapping), isOpen: false };
      const misfit = misfitOfBraces(template, { positional: isMap ? [] : positional.map(folded), named });
      tally[error === '' ? 'fitted' : 'raised']++;
      // What an attribute or an item of a value is, nobody looks up.
      const isUnknown = misfit === undefined && bracesIn(template.pieces).some(({ path }) => path !== '');
      if (!isUnknown)
        expect(misfit !== undefined, `${source}: ${error || 'fits'}, but ${misfit?.kind}`).toBe(error !== '');
    }),
    { numRuns: propertyRuns(500) },
  );
  expect(Math.min(tally.raised, tally.fitted)).toBeGreaterThan(60);
});

function namedIn(mapping: string): ReadonlyMap<string, FoldedValue> {
  const value = folded(mapping);
  const entries = value.kind === 'mapping' ? value.entries : [];
  return new Map(entries.flatMap(([key, each]) => (key.kind === 'str' ? [[key.value, each] as const] : [])));
}
