/** The commands that a document shows. */
import { type Located, type MappedText, MappedTextBuilder } from '../../text/index.ts';
import { readShell, type ShellScript } from '../shell/index.ts';

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'shell', 'zsh', 'console', 'shell-session', 'terminal']);
/** In these, what has no prompt is what the command answered. */
const SESSIONS: ReadonlySet<string> = new Set(['console', 'shell-session', 'terminal']);
const PROMPT = /^\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+[:\s][^\s$#]*)?[$%❯]\s+(?=\S)/u;

/** The commands of a block of code; undefined where it is none of a shell and shows no prompt. */
export function fencedCommands(language: string, lines: readonly Located<string>[]): ShellScript | undefined {
  const isPrompted = lines.some(({ value }) => PROMPT.test(value));
  if (!isPrompted && (!SHELLS.has(language) || SESSIONS.has(language))) return undefined;
  if (isPrompted && language !== '' && !SHELLS.has(language)) return undefined;
  const commands = isPrompted ? promptedLines(lines) : lines;
  return commands.length === 0 ? undefined : readShell(joined(commands));
}

/** Behind their prompts, with the lines that go on from them. */
function promptedLines(lines: readonly Located<string>[]): Located<string>[] {
  let goesOn = false;
  return lines.flatMap((line) => {
    const prompt = PROMPT.exec(line.value)?.[0].length;
    const isTaken = prompt !== undefined || goesOn;
    goesOn = isTaken && /\\\s*$/.test(line.value);
    if (!isTaken) return [];
    const skipped = prompt ?? (/^\s*>\s/.exec(line.value)?.[0].length || 0);
    const start = line.span.start + skipped;
    return [{ value: line.value.slice(skipped), span: { start, end: line.span.end } }];
  });
}

function joined(lines: readonly Located<string>[]): MappedText {
  const builder = new MappedTextBuilder();
  for (const { value, span } of lines) {
    // A backslash with blanks behind it is meant to go on with the next line.
    builder.add(value.replace(/\\[ \t]+$/, '\\'), span.start);
    builder.add('\n', span.end);
  }
  return builder.build(lines[0]?.span.start ?? 0);
}
