import { expect, it } from 'vitest';
import { nodesOf } from '../../src/ast/index.ts';
import { partsAnsweredBy } from '../../src/kit/index.ts';
import { fixtureOf } from '../semantics/expectations.ts';

it.each([
  [
    'what is returned, through dicts and makers',
    'return jsonify({"a": first, "b": [second]}, status=code)',
    'first second',
  ],
  ['through a local', 'info = {"a": first}\nreturn info', 'first'],
  ['what is put into it later', 'info = {}\ninfo["a"] = first\nreturn info', 'first'],
  ['what it is updated with', 'info = {}\ninfo.update({"a": first}, b=second)\nreturn info', 'first second'],
  ['and not what another local gets', 'info = {}\nother = {}\nother["a"] = first\nreturn info', ''],
  ['what a function of this file makes of it', 'return {"a": machine()}', 'machine() platform.node()'],
  ['and what that one calls', 'return report()', 'report() machine() platform.node()'],
])('partsAnsweredBy gives %s', async (_, body, parts) => {
  const text = `import platform

def machine():
    return platform.node()

def report():
    return [machine()]

def answer(first, second, code):
${body.replaceAll(/^/gm, '    ')}
`;
  const { model } = await fixtureOf('app/routes.py', text);
  const fn = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'answer');
  if (fn === undefined) throw new Error('no function `answer`');
  const found = partsAnsweredBy(fn, model).map(({ start, end }) => text.slice(start, end));
  expect(found.join(' ')).toBe(parts);
});
