import { describe, expect, it } from 'vitest';
import { isHandedOut, tagOf, tagTested } from '../../../../rules/errors/error-level-by-prefix/text-tags.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { expression, nodeOf } from '../../../ast/parse-python.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['Error: no order', 'error'],
  ['[WARNING] late', 'warning'],
  ['failed - again', 'failed'],
  ['Errands to run', undefined],
  ['no error', undefined],
])('%j has the tag %s', (text, tag) => expect(tagOf(text)).toBe(tag));

describe('tagTested', () => {
  async function tested(test: string, source = 'check(order)'): Promise<string | undefined> {
    const code = `def accept(order):\n    for issue in ${source}:\n        if ${test}:\n            raise ValueError(issue)\n`;
    const { model } = await fixtureOf('app/desk.py', code);
    const found = [...nodesOf(model.source.module, 'Call'), ...nodesOf(model.source.module, 'Compare')].flatMap(
      (each) => tagTested(each, model) ?? [],
    );
    return found.map(({ tag, giver, ignoresCase }) => `${giver} ${tag} ${ignoresCase}`).join();
  }

  it.each([
    ['issue.startswith("Error:")', 'check Error: false'],
    ['not issue.strip().upper().startswith("ERROR")', 'check ERROR true'],
    ['"error" in issue.lower() and order', 'check error true'],
    ['issue.startswith("Error reading")', ''],
    ['issue.startswith("order")', ''],
    ['"error" not in issue', ''],
    ['log(issue.startswith("Error:"))', ''],
  ])('%s', async (test, expected) => expect(await tested(test)).toBe(expected));

  it('asks who gave the text', async () => {
    expect(await tested('issue.startswith("Error:")', 'order.lines')).toBe('');
  });
});

it.each([
  ['return "Error: x"', true],
  ['yield f"Error: {x}"', true],
  ['found.append("Error: " + x)', true],
  ['return ["Error: %s".format(x)]', true],
  ['log("Error: x")', false],
  ['raise ValueError("Error: x")', false],
  ['return x + "Error: y"', false],
])('%s hands out its text: %s', (line, is) => {
  expect(isHandedOut(nodeOf(`def f():\n    ${line}\n`, 'Constant'))).toBe(is);
});

it('hands out nothing by itself', () => expect(isHandedOut(expression('"Error: x"'))).toBe(false));
