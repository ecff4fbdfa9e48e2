/**
 * What a GitHub runner makes of the output of a step, as actions/runner does it: lines end at \n, \r\n and \r
 * (ProcessInvoker.cs); commands are taken apart by ActionCommand.TryParseV2, their places by
 * IssueCommandExtension.ValidateLinesAndColumns; ten of a kind are kept (ExecutionContext.cs, _maxCountPerIssueType).
 */
export interface RunnerResult {
  readonly kept: readonly Annotation[];
  /** Annotations that nobody will see. */
  readonly dropped: number;
  /** Lines that are no annotation. */
  readonly log: readonly string[];
}

export interface Annotation {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export function runStep(output: string): RunnerResult {
  const lines = output.split(/\r\n|\n|\r/).filter((line) => line !== '');
  const parsed = lines.map((line) => ({ line, command: parseCommand(line) }));
  const all = parsed.flatMap(({ command }) => command ?? []);
  const seen = new Map<string, number>();
  const kept = all.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= 10;
  });
  return {
    kept,
    dropped: all.length - kept.length,
    log: parsed.filter(({ command }) => command === undefined).map(({ line }) => line),
  };
}

const COMMANDS = new Set(['error', 'warning', 'notice', 'debug', 'group', 'endgroup', 'add-mask', 'stop-commands']);

function parseCommand(line: string): Annotation | undefined {
  const message = line.trimStart();
  const end = message.indexOf('::', 2);
  if (!message.startsWith('::') || end < 0) return undefined;
  const info = message.slice(2, end);
  const [kind = ''] = info.split(' ', 1);
  if (!COMMANDS.has(kind)) return undefined;
  const properties = Object.fromEntries(
    info
      .slice(kind.length + 1)
      .split(',')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), undoEscapes(pair.slice(pair.indexOf('=') + 1), true)]),
  );
  return { kind, properties: validated(properties), message: undoEscapes(message.slice(end + 2), false) };
}

/** In the order of the runner's table: the percent sign last. */
function undoEscapes(text: string, isProperty: boolean): string {
  const ended = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const named = isProperty ? ended.replaceAll('%3A', ':').replaceAll('%2C', ',') : ended;
  return named.replaceAll('%25', '%');
}

function validated({ col, endColumn, ...rest }: Record<string, string>): Record<string, string> {
  if (rest.endLine !== undefined && rest.line !== rest.endLine) return rest;
  const columns = { ...(col !== undefined && { col }), ...(endColumn !== undefined && { endColumn }) };
  return Number(endColumn) < Number(col) ? rest : { ...rest, ...columns };
}
