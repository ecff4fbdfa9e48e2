import { expect, it } from 'vitest';
import { environmentDefaults } from '../../../../rules/security/cors-misconfigured/environment-defaults.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

it.each([
  ['os.getenv("ORIGINS", "*")', ['*']],
  ['os.environ.get("ORIGINS", ANY).split(",")', ['*']],
  ['listed', ['a,b']],
  ['os.environ["ORIGINS"]', []],
  ['options.get("ORIGINS", "*")', []],
])('environmentDefaults of %s are %j', async (code, texts) => {
  const text = `import os\nANY = "*"\n\ndef run(options):\n    listed = os.getenv("LISTED", "a,b")\n    return ${code}\n`;
  const { model } = await fixtureOf('app/settings.py', text);
  const value = nodesOf(model.source.module, 'Return').at(-1)?.value;
  if (value === undefined) throw new Error('nothing is returned');
  expect([...new Set(environmentDefaults(value, model))]).toEqual(texts);
});
