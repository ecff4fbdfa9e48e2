import { expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { headerRead } from '../../../src/kit/web/index.ts';
import { fixtureOf } from '../../semantics/expectations.ts';

it.each([
  ['request.headers.get("X-Key", "")', 'X-Key'],
  ['request.headers["X-Key"]', 'X-Key'],
  ['self.request.META["HTTP_X_KEY"]', 'HTTP_X_KEY'],
  ['headers.getlist(NAME)', 'Authorization'],
  ['flask.request.headers.get("X-Key")', 'X-Key'],
  ['bound.get("X-Key")', undefined],
  ['response.headers.get("X-Key")', undefined],
  ['request.headers.get(unknown)', undefined],
  ['request.headers.keys()', undefined],
  ['request.json["X-Key"]', undefined],
])('headerRead of %s is %s', async (code, name) => {
  const text = `import flask\nNAME = "Authorization"\n\ndef route(request, headers, unknown, response):\n    bound = response.headers\n    return ${code}\n`;
  const { model } = await fixtureOf('app/routes.py', text);
  const value = nodesOf(model.source.module, 'Return').at(-1)?.value;
  if (value === undefined) throw new Error('nothing is returned');
  expect(headerRead(value, model)).toBe(name);
});
