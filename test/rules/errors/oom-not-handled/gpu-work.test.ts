import { describe, expect, it } from 'vitest';
import {
  inferenceIn,
  isExhaustionHandled,
  isTrainingOrLoading,
} from '../../../../rules/errors/oom-not-handled/gpu-work.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

const HELPERS = `import asyncio
import torch
from models import net

def sharpen(pixels):
    with torch.no_grad():
        return engine(pixels)

@torch.inference_mode()
def embed(text):
    return engine(text)

def careful(pixels):
    try:
        return net(pixels)
    except RuntimeError:
        torch.cuda.empty_cache()

def load_weights(path):
    return net(path)

def measure(text):
    return len(text)

`;

async function lastFunction(lines: readonly string[]) {
  const { model } = await fixtureOf('app/api.py', `${HELPERS}def answer(self, body):\n    ${lines.join('\n    ')}\n`);
  const fn = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'answer');
  if (fn === undefined) throw new Error('no function');
  return { model, fn };
}

describe('inferenceIn', () => {
  it.each([
    ['a context of torch', ['with torch.no_grad():', '    body'], 'torch.no_grad()'],
    ['a network that is called', ['return self.model(body)'], 'self.model(body)'],
    ['one that generates', ['return self.llm.generate(body)'], 'self.llm.generate(body)'],
    ['what goes to the card', ['return body.to("cuda:0")'], 'body.to("cuda:0")'],
    ['a function that is called', ['return sharpen(body)'], 'sharpen(body)'],
    ['a function by its decorator', ['return embed(body)'], 'embed(body)'],
    ['a function in a thread', ['return asyncio.to_thread(sharpen, body)'], 'asyncio.to_thread(sharpen, body)'],
  ])('sees %s', async (_, lines, expected) => {
    const { model, fn } = await lastFunction(lines);
    const found = inferenceIn(fn.body, model);
    expect(found && model.source.text.slice(found)).toBe(expected);
  });

  it.each([
    ['training', ['loss = net(body)', 'loss.backward()']],
    ['the processor', ['with torch.autocast("cpu"):', '    net(body)']],
    ['a function that catches by itself', ['return careful(body)']],
    ['loading', ['return load_weights(body)']],
    ['anything else', ['return measure(body)']],
  ])('leaves out %s', async (_, lines) => {
    const { model, fn } = await lastFunction(lines);
    expect(inferenceIn(fn.body, model)).toBeUndefined();
  });
});

it.each([
  ['a clause for it', 'except torch.cuda.OutOfMemoryError:\n        return', true],
  ['a clause for its base', 'except RuntimeError:\n        return', true],
  ['memory that is freed', 'except Exception:\n        torch.cuda.empty_cache()', true],
  ['a text that is asked for', 'except Exception as e:\n        return "out of memory" in str(e)', true],
  ['memory that is freed at the end', 'finally:\n        free_memory()', true],
  ['any failure', 'except Exception:\n        return', false],
  ['another failure', 'except ValueError:\n        return', false],
])('is ready for an exhausted card by %s: %s', async (_, clause, is) => {
  const { model, fn } = await lastFunction(['try:', '    net(body)', clause]);
  const [tried] = nodesOf(model.source.module, 'Try').filter(({ start }) => start > fn.start);
  expect(tried && isExhaustionHandled(tried, model)).toBe(is);
});

it('knows training and loading by the name', async () => {
  const { model } = await fixtureOf('app/a.py', 'def train_step(): ...\ndef contrain(): ...\n');
  expect(nodesOf(model.source.module, 'FunctionDef').map(isTrainingOrLoading)).toEqual([true, false]);
});
