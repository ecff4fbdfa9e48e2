import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, escapeJson, escapeWorkflowCommands } from '../../src/reporters/index.ts';
import { isUnsafe } from './unsafe-characters.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const commandText = fc.string({
  unit: fc.constantFrom('#', '[', ':', ' ', 'e', ']', '\u00a0', '\t', '\u2003'),
  maxLength: 20,
});

describe('for people', () => {
  it.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\rb\nc\td', 'a\\rb\\nc\\td'],
    ['\u0085\u009b2J\u007f', '\\x85\\x9b2J\\x7f'],
    ['user\u202egnp.exe\u2066\u200f', 'user\\u202egnp.exe\\u2066\\u200f'],
    ['plain 名📦é', 'plain 名📦é'],
  ])('%j', (text, safe) => {
    expect(escapeControls(text)).toBe(safe);
  });

  it('leaves no control in any text, and is done when done once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = escapeControls(text);
        expect([...safe].some(isUnsafe)).toBe(false);
        expect(escapeControls(safe)).toBe(safe);
      }),
    );
  });
});

describe('for GitHub runners', () => {
  it.each([
    ['::error::x', '\\::error::x'],
    ['  \u00a0::add-mask::x', '  \u00a0\\::add-mask::x'],
    ['x ::error::y', 'x ::error::y'],
    ['a ##[error]b ##[group]', 'a ##\\[error]b ##\\[group]'],
    ['###[x]', '###\\[x]'],
  ])('%j', (line, safe) => {
    expect(escapeWorkflowCommands(line)).toBe(safe);
  });

  it('leaves no command in any line', () => {
    fc.assert(
      fc.property(commandText, (line) => {
        const safe = escapeWorkflowCommands(line);
        expect(safe).not.toContain('##[');
        expect(safe.trimStart().startsWith('::')).toBe(false);
      }),
    );
  });
});

it('JSON means the same after escaping', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, commandText)), (value) => {
      const text = escapeJson(JSON.stringify(value, undefined, 2));
      expect(JSON.parse(text)).toEqual(value);
      expect(text).not.toContain('##[');
      expect([...text].some((character) => character !== '\n' && isUnsafe(character))).toBe(false);
    }),
  );
});
