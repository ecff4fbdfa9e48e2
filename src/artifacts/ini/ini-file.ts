import type { Located, SourceText, Span } from '../../text/index.ts';
import { linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** A file that Python's configparser reads: setup.cfg, tox.ini, pytest.ini, mypy.ini, .flake8. */
export interface IniFile {
  readonly sections: readonly IniSection[];
}

export interface IniSection {
  readonly name: Located<string>;
  readonly options: readonly IniOption[];
}

export interface IniOption {
  /** Lower case, as configparser compares names. */
  readonly name: Located<string>;
  /** The value's lines that hold something, without comments. */
  readonly lines: readonly Located<string>[];
  readonly span: Span;
}

interface OpenSection extends IniSection {
  readonly options: OpenOption[];
}

interface OpenOption extends IniOption {
  readonly lines: Located<string>[];
  span: Span;
}

/** Reads as configparser does by default: what is indented deeper than an option's name goes on with its value. */
export function readIni(text: SourceText): Reading<IniFile> {
  const sections: OpenSection[] = [];
  const comments: Located<string>[] = [];
  const problems: { message: string; span: Span }[] = [];
  for (const line of linesOf(text)) {
    const content = line.value.trim();
    if (content === '') continue;
    if (/^[#;]/.test(content)) {
      comments.push(partOf(line, 0));
      continue;
    }
    const header = /^\[(?<name>[^\]]+)\]/.exec(line.value);
    if (header?.groups?.name !== undefined) {
      sections.push({ name: partOf(line, 1, 1 + header.groups.name.length), options: [] });
      continue;
    }
    if (!readOption(line, sections.at(-1)))
      problems.push({ message: `has a line outside of any option: \`${content.slice(0, 40)}\``, span: line.span });
  }
  return { artifact: { sections }, comments, problems };
}

function readOption(line: Located<string>, section: OpenSection | undefined): boolean {
  const open = section?.options.at(-1);
  const value = /^\s/.test(line.value) ? partOf(line, 0) : undefined;
  if (value !== undefined && open !== undefined) {
    open.lines.push(value);
    open.span = { start: open.span.start, end: value.span.end };
    return true;
  }
  const at = line.value.search(/[=:]/);
  if (section === undefined) return false;
  const name = partOf(line, 0, at < 0 ? line.value.length : at);
  const first = at < 0 ? undefined : partOf(line, at + 1);
  section.options.push({
    name: { ...name, value: name.value.toLowerCase() },
    lines: first === undefined || first.value === '' ? [] : [first],
    span: partOf(line, 0).span,
  });
  return true;
}
