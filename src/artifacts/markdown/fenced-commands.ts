/** The commands that a document shows. */
import { type Located, type MappedText, MappedTextBuilder } from '../../text/index.ts';
import { readShell, type ShellScript } from '../shell/index.ts';

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'shell', 'zsh', 'console', 'shell-session', 'terminal']);
/** In these, what has no prompt is what the command answered. */
const SESSIONS: ReadonlySet<string> = new Set(['console', 'shell-session', 'terminal']);
const PROMPT = /^\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+[:\s][^\s$#]*)?[$%❯]\s+(?=\S)/u;

/** Programs with which a block of commands begins its lines, and no text or code in another language does. */
const PROGRAM =
  /^(?:python3?|pip3?|pipx|uvx?|poetry|pdm|conda|make|docker|docker-compose|kubectl|helm|gcloud|gsutil|aws|az|dvc|mlflow|pytest|uvicorn|gunicorn|celery|torchrun|accelerate|deepspeed|bash|sh|curl|wget|npm|npx|sudo|cd|mkdir|ls|rm|cp|mv|cat|echo|chmod|chown|tar|unzip|apt|apt-get|brew|yum|vi|vim|nano|terraform|export [A-Z_]+=\S+|git (?:clone|checkout|submodule)|source \S*activate|\.\/[\w./-]+\.(?:sh|py))(?=\s|$)/;

/** The commands of a block of code; undefined where it is none of a shell, shows no prompt, and its lines begin with no programs. */
export function fencedCommands(language: string, lines: readonly Located<string>[]): ShellScript | undefined {
  const isPrompted = lines.some(({ value }) => PROMPT.test(value));
  const isShell = SHELLS.has(language) || (language === '' && lines.length > 0 && beginsWithPrograms(lines));
  if (!isPrompted && (!isShell || SESSIONS.has(language))) return undefined;
  if (isPrompted && language !== '' && !SHELLS.has(language)) return undefined;
  // `<REGISTRY>` is for the reader to fill in, and no redirection.
  const commands = (isPrompted ? promptedLines(lines) : lines).map(({ value, span }) => ({
    value: value.replace(/<([A-Z][A-Z_]+)>/g, '$$$1_'),
    span,
  }));
  return commands.length === 0 ? undefined : readShell(joined(commands));
}

/** Every line does, but for comments, blank ones, and what goes on from the line before. */
function beginsWithPrograms(lines: readonly Located<string>[]): boolean {
  let goesOn = false;
  return lines.every(({ value }) => {
    const text = value.trim();
    const isKnown = goesOn || text === '' || text.startsWith('#') || PROGRAM.test(text);
    goesOn = /\\\s*$/.test(value);
    return isKnown;
  });
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
