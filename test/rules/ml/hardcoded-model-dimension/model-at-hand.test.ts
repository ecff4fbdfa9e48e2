import { expect, it } from 'vitest';
import { modelAtHand } from '../../../../rules/ml/hardcoded-model-dimension/model-at-hand.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['a parameter', 'def run(self, model):\n        return model.forward()', 'model'],
  ['what is loaded here', 'def run(self):\n        llm = AutoModel.from_pretrained("x")\n        llm.eval()', 'llm'],
  ['an attribute', 'def run(self):\n        return self.base_model.config', 'self.base_model'],
  [
    'an attribute that another method has',
    'def run(self): ...\n    def load(self):\n        self.engine = 1',
    'self.engine',
  ],
  [
    'not a configuration that is made here',
    'def run(self):\n        config = Config(8)\n        use(config)',
    undefined,
  ],
  ['not another thing', 'def run(self, table):\n        return table', undefined],
])('modelAtHand: %s', async (_, body, expected) => {
  const text = `class Adapter:\n    ${body}\n`;
  const { model } = await fixtureOf('app/adapter.py', text);
  const fn = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'run');
  if (fn === undefined) throw new Error('no function `run`');
  const held = modelAtHand(fn, model.context.classOfMethod(fn), model);
  expect(held && text.slice(held.start, held.end)).toBe(expected);
});
