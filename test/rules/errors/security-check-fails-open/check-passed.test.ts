import { describe, expect, it } from 'vitest';
import { passedAfter, saysYes } from '../../../../rules/errors/security-check-fails-open/check-passed.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

/** How `verify` passes after its first handler. */
async function passed(...body: readonly string[]): Promise<string | undefined> {
  const helpers = 'def basic_check(t):\n    return t == "x"\n\ndef strict_check(t):\n    return t == "x"\n';
  const { model } = await fixtureOf('app/auth.py', `${helpers}\ndef verify(token):\n    ${body.join('\n    ')}\n`);
  const fn = nodesOf(model.source.module, 'FunctionDef').find(({ name }) => name === 'verify');
  const handler = nodesOf(model.source.module, 'ExceptHandler').at(-1);
  if (fn === undefined || handler === undefined) throw new Error('no handler');
  return passedAfter(handler, fn, model)?.how.replace(/^the handler /, '');
}

const TRY = ['try:', '    decode(token)', 'except Exception:'];

describe('passedAfter', () => {
  it.each([
    ['its own answer', [...TRY, '    return True'], 'returns `True`'],
    ['a weaker check', [...TRY, '    return basic_check(token)'], 'falls back to `basic_check(token)`'],
    ['the code behind', [...TRY, '    log(1)', 'return True'], 'continues, and the code after it returns true'],
    [
      'the refusal that it catches',
      ['try:', '    if not decode(token):', '        raise Denied', 'except Exception:', '    log(1)'],
      'continues, and the check ends without the exception that refuses',
    ],
  ])('by %s', async (_, body, how) => expect(await passed(...body)).toBe(how));

  it.each([
    ['refuses', [...TRY, '    return False']],
    ['raises', [...TRY, '    raise Denied']],
    ['asks a check that is no weaker', [...TRY, '    return strict_check(token)']],
    [
      'leaves the answer to a test',
      ['ok = True', ...TRY, '    ok = False', 'if not ok:', '    return False', 'return True'],
    ],
    ['is followed by a refusal', [...TRY, '    log(1)', 'return False']],
    ['says nothing where nobody raises', [...TRY, '    log(1)']],
  ])('not where the handler %s', async (_, body) => expect(await passed(...body)).toBeUndefined());
});

it.each([
  ['True', true],
  ['(True, None)', true],
  ['{"valid": True, "user": user}', true],
  ['Result(allowed=True)', true],
  ['False', false],
  ['{"cached": True}', false],
  ['Result(True)', false],
  ['token', false],
])('%s says yes: %s', async (source, is) => {
  const { model } = await fixtureOf('app/a.py', `${source}\n`);
  const [statement] = nodesOf(model.source.module, 'Expr');
  expect(statement && saysYes(statement.value, model)).toBe(is);
});
