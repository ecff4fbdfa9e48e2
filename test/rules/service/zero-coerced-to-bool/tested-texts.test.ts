import { expect, it } from 'vitest';
import { textsTested } from '../../../../rules/service/zero-coerced-to-bool/tested-texts.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function tested(content: string): Promise<string | undefined> {
  const { model } = await fixtureOf('desk/flags.py', content);
  const [test] = nodesOf(model.source.module, 'Compare');
  const found = test === undefined ? undefined : textsTested(test, model);
  return found && `${model.source.text.slice(found.subject)}: ${found.texts.join(' ')}`;
}

it.each([
  ['value.lower() == "on"\n', 'value.lower(): on'],
  ['value in ("on", "1", 1)\n', 'value: on 1'],
  ['WORDS = frozenset({"on"})\nTABLE = {"on": True, "off": False}\nvalue in TABLE\n', 'value: on off'],
])('%j is passed by %s', async (content, texts) => {
  expect(await tested(content)).toBe(texts);
});

it.each(['value != "on"\n', 'value in words\n', 'value == 1\n', 'value in "on"\n', '"a" == value == "b"\n'])(
  '%j tells no texts',
  async (content) => {
    expect(await tested(content)).toBeUndefined();
  },
);
