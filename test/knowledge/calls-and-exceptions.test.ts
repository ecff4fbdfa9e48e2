import { expect, test } from 'vitest';
import { BLOCKING_CALLS, BLOCKING_CLASSES } from '../../src/knowledge/blocking-calls.ts';
import { CALL_EFFECTS } from '../../src/knowledge/effects.ts';
import { EXCEPTION_ALIASES, EXCEPTION_BASES } from '../../src/knowledge/exception-hierarchy.ts';
import { EXCEPTIONS_RAISED, EXCEPTIONS_RAISED_BY_METHOD } from '../../src/knowledge/exceptions-raised.ts';
import { ADDED_MODULES, REMOVED_MODULES, STANDARD_LIBRARY_MODULES } from '../../src/knowledge/standard-library.ts';

test('every base of an exception is itself described, and only BaseException has none', () => {
  for (const [name, bases] of EXCEPTION_BASES) {
    for (const base of bases) expect(EXCEPTION_BASES.has(base), `${name} → ${base}`).toBe(true);
  }
  const roots = [...EXCEPTION_BASES].filter(([, bases]) => bases.length === 0).map(([name]) => name);
  expect(roots).toEqual(['builtins.BaseException']);
});

test('aliases lead to exceptions that are no aliases themselves', () => {
  for (const target of EXCEPTION_ALIASES.values()) expect(EXCEPTION_ALIASES.has(target), target).toBe(false);
});

test('whatever a call raises stands in the hierarchy under its canonical name', () => {
  for (const [call, exceptions] of [...EXCEPTIONS_RAISED, ...EXCEPTIONS_RAISED_BY_METHOD]) {
    for (const exception of exceptions) expect(EXCEPTION_BASES.has(exception), `${call}: ${exception}`).toBe(true);
  }
});

test('no name has two effects, and none stands twice', () => {
  const all = Object.entries(CALL_EFFECTS).flatMap(([effect, names]) => names.map((name) => `${name} (${effect})`));
  const seen = new Map<string, string>();
  for (const entry of all) {
    const name = entry.slice(0, entry.indexOf(' '));
    expect(seen.get(name), entry).toBeUndefined();
    seen.set(name, entry);
  }
});

test('a name with a star has no star elsewhere', () => {
  for (const name of Object.values(CALL_EFFECTS).flat()) expect(name).toMatch(/^\w+(\.\w+)*(\.\*)?$/);
  for (const name of [...BLOCKING_CALLS, ...BLOCKING_CLASSES]) expect(name).toMatch(/^\w+(\.\w+)+$/);
});

test('asyncio futures never block', () => {
  const blocking = [...BLOCKING_CALLS].filter((name) => name.startsWith('asyncio.'));
  expect(blocking).toEqual([]);
});

test('standard modules of all versions are known, with those that came and went', () => {
  for (const name of ['json', 'tomllib', 'distutils', 'cgi', 'annotationlib', '_thread', 'compression']) {
    expect(STANDARD_LIBRARY_MODULES.has(name), name).toBe(true);
  }
  for (const name of ['numpy', 'requests', 'setuptools', 'pip', 'typing_extensions']) {
    expect(STANDARD_LIBRARY_MODULES.has(name), name).toBe(false);
  }
  expect(REMOVED_MODULES.get('distutils')).toBe('3.12');
  expect(REMOVED_MODULES.get('cgi')).toBe('3.13');
  expect(ADDED_MODULES.get('tomllib')).toBe('3.11');
});
