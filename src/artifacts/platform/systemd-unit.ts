import { type Located, mapPlain, type SourceText } from '../../text/index.ts';
import { linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { readShell } from '../shell/index.ts';
import type { PlatformFile, PlatformProcess, PlatformVariable } from './platform-file.ts';

/** A service of systemd: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html. No artifact where it starts nothing. */
export function readSystemdUnit(text: SourceText): Reading<PlatformFile> {
  const lines = linesOf(text);
  const settings = settingsOf(lines);
  const processes = settings.flatMap(({ name, value }): PlatformProcess[] => {
    const isService = name.value === 'ExecStart';
    if (!isService && name.value !== 'ExecStartPre') return [];
    // Before the program characters say how it is run.
    const command = partOf(value, /^[-@:+!|]*/.exec(value.value)?.[0].length ?? 0);
    return [{ name, script: readShell(mapPlain(command.value, command.span.start)), isService }];
  });
  const artifact = {
    processes,
    ports: [],
    variables: settings.flatMap(({ name, value }) => (name.value === 'Environment' ? variablesIn(value) : [])),
    volumes: [],
    isPublic: false,
  };
  const comments = lines.filter(({ value }) => /^\s*[#;]/.test(value)).map((line) => partOf(line, 0));
  return { artifact: processes.length === 0 ? undefined : artifact, comments, problems: [] };
}

interface Setting {
  readonly name: Located<string>;
  readonly value: Located<string>;
}

/** A backslash at the end of a line goes on with the next one, for the shell as well. */
function settingsOf(lines: readonly Located<string>[]): readonly Setting[] {
  const settings: Setting[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at];
    const [whole, name] = /^\s*(\w+)\s*=/.exec(first?.value ?? '') ?? [];
    if (first === undefined || whole === undefined || name === undefined) continue;
    let [text, last] = [first.value, first];
    for (let next = lines[at + 1]; next !== undefined && text.endsWith('\\'); next = lines[at + 1]) {
      text += `\n${next.value}`;
      last = next;
      at++;
    }
    const line = { value: text, span: { start: first.span.start, end: last.span.end } };
    settings.push({
      name: partOf(line, text.indexOf(name), text.indexOf(name) + name.length),
      value: partOf(line, whole.length),
    });
  }
  return settings;
}

/** `"TOKEN=a b" PORT=80` */
const variablesIn = (value: Located<string>): readonly PlatformVariable[] =>
  [...value.value.matchAll(/(["'])(\w+)=(.*?)\1|(\w+)=(\S*)/g)].map((match) => {
    const [, quote = '', name = match[4] ?? '', text = match[5] ?? ''] = match;
    const start = match.index + quote.length;
    const from = start + name.length + 1;
    return { name: partOf(value, start, start + name.length), value: partOf(value, from, from + text.length) };
  });
