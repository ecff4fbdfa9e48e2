import { describe, expect, it } from 'vitest';
import { isModelText } from '../../../../rules/security/dynamic-code-execution/model-text.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

describe('isModelText', () => {
  it.each([
    ['llm.invoke(prompt)', true],
    ['self.openai.chat.completions.create(messages=m)', true],
    ['await_answer.generate_code(task)', true],
    ['llm_response', true],
    ['agent.last.model_output', true],
    ['parser.invoke(prompt)', false],
    ['response', false],
    ['llm.close()', false],
    ['read()[0]', false],
  ])('of %s is %s', async (text, is) => {
    const { model } = await fixtureOf('app/agent.py', `x = ${text}\n`);
    const [statement] = model.source.module.body;
    if (statement?.kind !== 'Assign') throw new Error('not an assignment');
    expect(isModelText(statement.value)).toBe(is);
  });
});
