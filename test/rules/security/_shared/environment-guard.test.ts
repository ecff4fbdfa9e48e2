import { describe, expect, it } from 'vitest';
import { isEnvironmentGuarded, mayRaise } from '../../../../rules/security/_shared/environment-guard.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

describe('isEnvironmentGuarded', () => {
  it.each([
    ['a branch for development', 'if settings.debug:\n    url = made()', true],
    [
      'a raise in production before',
      'if ENVIRONMENT == "production":\n    raise RuntimeError("no url")\nurl = made()',
      true,
    ],
    [
      'a raise in production around',
      'if not url:\n    if os.getenv("APP_ENV") == "prod":\n        require_url()\n    url = made()',
      true,
    ],
    ['a branch about something else', 'if not url:\n    url = made()', false],
    ['a raise about something else', 'if size > 3:\n    raise ValueError(size)\nurl = made()', false],
    ['a test of another function', 'if settings.debug:\n    def run():\n        return made()', false],
  ])('%s', async (_, code, is) => {
    const { model } = await fixtureOf('app/settings.py', `${code}\n`);
    const call = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
    if (call === undefined) throw new Error('`made` is not called');
    expect(isEnvironmentGuarded(call)).toBe(is);
  });
});

describe('mayRaise', () => {
  it.each([
    ['raise ValueError(x)', true],
    ['if x:\n    raise ValueError(x)', true],
    ['settings.require_key(x)', true],
    ['abort(401)', true],
    ['return x', false],
    ['assertion_count(x)', false],
  ])('%j: %s', async (body, may) => {
    const { model } = await fixtureOf('app/settings.py', `def f(x):\n${body.replaceAll(/^/gm, '    ')}\n`);
    const [fn] = nodesOf(model.source.module, 'FunctionDef');
    expect(mayRaise(fn?.body ?? [])).toBe(may);
  });
});
