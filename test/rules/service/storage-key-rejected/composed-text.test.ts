import { expect, it } from 'vitest';
import { composedText, compositionsIn } from '../../../../rules/service/storage-key-rejected/composed-text.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function compositions(code: string): Promise<unknown[]> {
  const { model } = await fixtureOf('depot/keys.py', `def key(tenant, name, parts):\n    ${code}\n`);
  return compositionsIn(model.source.module).map((each) => composedText(each, model));
}

it.each([
  ['return f"{tenant}/{name}.bin"', [[null, '/', null, '.bin']]],
  ['return tenant + "/" + name', [[null, '/', null]]],
  ['return "orders." + name', [['orders.', null]]],
  ['return "%s:%s" % (tenant, name)', [[null, ':', null]]],
  ['return "{}-{}".format(tenant, name)', [[null, '-', null]]],
  ['return "/".join(["a", tenant, name])', [['a', '/', null, '/', null]]],
  ['return tenant + name', []],
  ['return "/".join(parts)', [undefined]],
  ['return "/".join([tenant, *parts])', [undefined]],
])('%s is %j', async (code, expected) => {
  expect(await compositions(code)).toEqual(expected);
});
