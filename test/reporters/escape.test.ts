import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, escapeJson, escapeLogLine } from '../../src/reporters/index.ts';
import { isUnsafe } from './unsafe-characters.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const commandText = fc.string({
  unit: fc.constantFrom(
    '#',
    '@',
    '[',
    ':',
    ' ',
    'e',
    ']',
    '\u00a0',
    '\t',
    '\u2003',
    '\u00ad',
    '---',
    'fold:',
    'start:',
  ),
  maxLength: 20,
});

/** What a CI service takes for a command in a line of its log. */
const OBEYED = [
  // https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands, https://www.jetbrains.com/help/teamcity/service-messages.html
  /(?:##|@@)[\w.-]*\[/,
  // ActionCommand.cs of actions/runner.
  /^\s*::/,
  // header_times_streamer.go of buildkite/agent.
  /^(?:---|\+\+\+|~~~)\s|^\^\^\^\s\+\+\+/,
  // log-folding of travis-web.
  /(?:fold|time):(?:start|end):/,
];
const FORMAT_CHARACTERS = /\p{Cf}/gu;
const isObeyed = (line: string): boolean => OBEYED.some((each) => each.test(line.replace(FORMAT_CHARACTERS, '')));

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

describe('for the logs of CI services', () => {
  it.each([
    ['::error::x', '\\::error::x'],
    ['  \u00a0::add-mask::x', '  \u00a0\\::add-mask::x'],
    ['x ::error::y', 'x ::error::y'],
    ['a ##[error]b ##[group]', 'a ##\\[error]b ##\\[group]'],
    ['###[x]', '###\\[x]'],
    ['a ##vso[task.setvariable variable=PATH]/x', 'a ##vso\\[task.setvariable variable=PATH]/x'],
    ['##VSO[task.complete]', '##VSO\\[task.complete]'],
    ['#\u00ad#v\u200bso[task.complete]', '#\u00ad#v\u200bso\\[task.complete]'],
    ["x ##teamcity[buildStop comment='x']", "x ##teamcity\\[buildStop comment='x']"],
    ["##octopus[setVariable name='a']", "##octopus\\[setVariable name='a']"],
    ["@@continua[setVariable name='a']", "@@continua\\[setVariable name='a']"],
    ['travis_fold:start:x', 'travis_fold\\:start:x'],
    ['travis_time:end:1f:start=2', 'travis_time\\:end:1f:start=2'],
    ['--- a section', '\\--- a section'],
    ['+++ a section', '\\+++ a section'],
    ['~~~ a section', '\\~~~ a section'],
    ['^^^ +++', '\\^^^ +++'],
    ['\u200b::error::x', '\u200b\\::error::x'],
  ])('%j', (line, safe) => {
    expect(isObeyed(line)).toBe(line !== 'x ::error::y');
    expect(escapeLogLine(escapeControls(line))).toBe(safe);
  });

  it('leaves no section of GitLab, whose marks end in `\\r\\e[0K` (Gitlab::Regex.build_trace_section_regex)', () => {
    expect(escapeLogLine(escapeControls('section_start:1:x\r\u001b[0Ky'))).toBe('section_start:1:x\\r\\x1b[0Ky');
  });

  it.each(['x[0] # [1]', '  --- x', '---', 'a # b[0]', 'time:started', '@decorator[0]', 'x::y'])(
    'leaves %j',
    (line) => {
      expect(escapeLogLine(line)).toBe(line);
    },
  );

  it('leaves no command in any line', () => {
    fc.assert(
      fc.property(commandText, (line) => {
        const safe = escapeLogLine(line);
        expect(isObeyed(safe)).toBe(false);
        expect(escapeLogLine(safe)).toBe(safe);
        expect(safe.replaceAll('\\', '')).toBe(line);
      }),
    );
  });
});

it('JSON means the same after escaping', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, commandText)), (value) => {
      const text = escapeJson(JSON.stringify(value, undefined, 2));
      expect(JSON.parse(text)).toEqual(value);
      expect(text.split('\n').some(isObeyed)).toBe(false);
      expect([...text].some((character) => character !== '\n' && isUnsafe(character))).toBe(false);
    }),
  );
});
