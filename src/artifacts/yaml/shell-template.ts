import { type MappedText, MappedTextBuilder, offsetInFile, type Span } from '../../text/index.ts';
import {
  readShell,
  type ShellAssignment,
  type ShellCommand,
  type ShellDialect,
  type ShellRedirection,
  type ShellScript,
  type ShellWord,
} from '../shell/index.ts';
import { HoleCovers } from './hole-covers.ts';

/** A hole of a template: `${{ matrix.python }}`, `${train.epochs}`. */
export interface TemplateHole {
  /** What fills it, without the signs around it. */
  readonly expression: string;
  /** In the text, not in the file. */
  readonly span: Span;
}

/** A shell script with holes that something else fills before a shell sees it. */
export interface ShellTemplate {
  readonly text: MappedText;
  readonly holes: readonly TemplateHole[];
  /** Its commands with the holes in them; words with holes are dynamic and have these as written. */
  readonly script: ShellScript;
}

/** The signs around a hole. */
export interface HoleSigns {
  readonly open: string;
  readonly close: string;
}

export function readShellTemplate(text: MappedText, signs: HoleSigns, dialect?: ShellDialect): ShellTemplate {
  const { content } = text;
  const holes = findHoles(content, signs);
  if (holes.length === 0) return { text, holes, script: readShell(text, dialect) };
  const covers = new HoleCovers();
  let covered = '';
  let from = 0;
  for (const { span } of holes) {
    covered += content.slice(from, span.start) + covers.cover(content.slice(span.start, span.end));
    from = span.end;
  }
  covered += content.slice(from);
  return { text, holes, script: uncover(readShell({ ...text, content: covered }, dialect), covers) };
}

/** The template with the holes filled that `lookUp` knows; what is in them is where the hole does. */
export function fillShellTemplate(
  { text, holes }: ShellTemplate,
  signs: HoleSigns,
  lookUp: (expression: string) => string | undefined,
): ShellTemplate {
  const filled = new MappedTextBuilder();
  let from = 0;
  const copyTo = (end: number): void => {
    for (; from < end; from++) filled.add(text.content.charAt(from), offsetInFile(text, from));
  };
  for (const { expression, span } of holes) {
    const value = lookUp(expression);
    if (value === undefined) continue;
    copyTo(span.start);
    for (const character of value) filled.add(character, offsetInFile(text, span.start));
    from = span.end;
  }
  copyTo(text.content.length);
  return readShellTemplate(filled.build(offsetInFile(text, 0)), signs);
}

/** A backslash before the sign takes its meaning. */
export function findHoles(content: string, { open, close }: HoleSigns): readonly TemplateHole[] {
  const holes: TemplateHole[] = [];
  for (let start = content.indexOf(open); start >= 0; ) {
    let next = start + open.length;
    if (content.charAt(start - 1) !== '\\') {
      const end = content.indexOf(close, next);
      if (end < 0) break;
      holes.push({ expression: content.slice(next, end).trim(), span: { start, end: end + close.length } });
      next = end + close.length;
    }
    start = content.indexOf(open, next);
  }
  return holes;
}

function uncover(script: ShellScript, covers: HoleCovers): ShellScript {
  const uncoverWord = (word: ShellWord): ShellWord => {
    const text = covers.uncover(word.text);
    return text === word.text ? word : { ...word, text, isDynamic: true };
  };
  const uncoverAssignment = (each: ShellAssignment): ShellAssignment =>
    each.value === undefined ? each : { ...each, value: uncoverWord(each.value) };
  const uncoverRedirection = (each: ShellRedirection): ShellRedirection =>
    each.target === undefined ? each : { ...each, target: uncoverWord(each.target) };
  const uncoverCommand = (command: ShellCommand): ShellCommand => {
    const { folder, ...rest } = command;
    return {
      ...rest,
      // A folder with a hole in it is not known.
      ...(folder !== undefined && covers.uncover(folder) === folder && { folder }),
      words: command.words.map(uncoverWord),
      environment: command.environment.map(uncoverAssignment),
      redirections: command.redirections.map(uncoverRedirection),
    };
  };
  return { ...script, commands: script.commands.map(uncoverCommand) };
}
