import { describe, expect, it } from 'vitest';
import { type Constant, walk } from '../../../src/ast/index.ts';
import { fallbackOf } from '../../../src/semantics/values/fallback.ts';
import { fixtureOf } from '../expectations.ts';

/** The names that the first `'value'` of a text replaces. */
async function missingNames(content: string): Promise<readonly string[] | undefined> {
  const { model } = await fixtureOf('app/settings.py', content);
  const found: Constant[] = [];
  walk(model.source.module, (node) => {
    if (node.kind === 'Constant' && node.value.kind === 'str' && node.value.value === 'value') found.push(node);
  });
  const [value] = found;
  if (value === undefined) throw new Error('the text has no value');
  return fallbackOf(value, model)?.names;
}

describe('fallbackOf', () => {
  it.each([
    ['import os\nkey = os.getenv("API_KEY", "value")\n', ['API_KEY']],
    ['import os\nkey = os.environ.get("API_KEY") or "value"\n', ['API_KEY', 'API_KEY', 'key']],
    ['def connect(settings):\n    return settings.get("token", "value")\n', ['token']],
    ['def connect(token=None):\n    token = token or "value"\n', ['token', 'token']],
    ['def connect(token=None):\n    token = "value" if token is None else token\n', ['token', 'token']],
    ['def connect(token=None):\n    if not token:\n        token = "value"\n', ['token', 'token']],
    [
      'def token(configured_token):\n    if configured_token:\n        return configured_token\n    return "value"\n',
      ['configured_token', 'token'],
    ],
    [
      'import os\ntry:\n    key = os.environ["API_KEY"]\nexcept KeyError:\n    key = "value"\n',
      ['API_KEY', 'API_KEY', 'key'],
    ],
  ])('names what is missing in %j', async (content, names) => {
    expect(await missingNames(content)).toEqual(names);
  });

  it.each([
    ['a plain constant', 'key = "value"\n'],
    ['the key itself', 'import os\nkey = os.getenv("value")\n'],
    ['a branch on something else', 'def connect(verbose):\n    if not verbose:\n        token = "value"\n'],
    ['a first operand', 'def connect(token):\n    return "value" or token\n'],
    ['a call that asks for nothing', 'def connect(log):\n    log.info("token", "value")\n'],
  ])('is undefined for %s', async (_, content) => {
    expect(await missingNames(content)).toBeUndefined();
  });
});
