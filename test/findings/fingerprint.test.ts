import { describe, expect, it } from 'vitest';
import { fingerprintKey, normalizeCode, numberFingerprints } from '../../src/findings/index.ts';

const parts = { rule: 'print-call', scope: 'Service.run', code: 'print(1)' };

describe('fingerprintKey', () => {
  it('is 16 bytes in hexadecimal, and always the same', () => {
    expect(fingerprintKey(parts)).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintKey(parts)).toBe(fingerprintKey({ ...parts, code: 'print( 1 )  # one' }));
    // Baselines hold these values: a change here is a new version of the fingerprint.
    expect(fingerprintKey(parts)).toMatchInlineSnapshot(`"482e00cf7f6b7e5a1f0c4860081a2027"`);
  });

  it('differs with rule, scope and code', () => {
    const keys = [
      parts,
      { ...parts, rule: 'other' },
      { ...parts, scope: 'Service' },
      { ...parts, code: 'print(2)' },
      { ...parts, rule: 'print-callS', scope: 'ervice.run' },
    ].map(fingerprintKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('normalizeCode', () => {
  it.each([
    ['call(  a,\n     b,  # second\n)', 'call(a,b)'],
    ["x = 'a  b'", 'x="a  b"'],
    ['x = """a\r\n\rb"""', 'x="""a\n\nb"""'],
    ['x = "it\'s # no comment"', 'x="it\'s # no comment"'],
    ['x = \'say "no"\'', 'x=\'say "no"\''],
    ['a \\\n  + b', 'a+b'],
    ['not  x', 'not x'],
    ['def  f ( ) :\r\n\tpass', 'def f():pass'],
    ['"""a\n  b""" ; "\\"" # c', '"""a\n  b""";"\\""'],
    ['"never closed', '"never closed'],
    ['# only a comment', ''],
  ])('%j → %j', (code, normal) => {
    expect(normalizeCode(code)).toBe(normal);
    expect(normalizeCode(normal)).toBe(normal);
  });
});

describe('numberFingerprints', () => {
  const at = (path: string, ...keys: string[]) => keys.map((key) => ({ key, location: { path } }));

  it('counts equal keys in order', () => {
    expect(numberFingerprints(at('x.py', 'a', 'b', 'a', 'a'))).toEqual(['a:1', 'b:1', 'a:2', 'a:3']);
  });

  it('tells equal ones of several files apart, and none changes with another file', () => {
    const two = numberFingerprints([...at('x.py', 'a', 'b'), ...at('y.py', 'a', 'a')]);
    expect(two).toEqual(['a:1', 'b:1', 'a:1', 'a:2']);
    expect(numberFingerprints([...at('b.py', 'a'), ...at('x.py', 'a', 'b'), ...at('y.py', 'a', 'a')]).slice(1)).toEqual(
      two,
    );
  });
});
