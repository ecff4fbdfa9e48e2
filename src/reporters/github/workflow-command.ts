import { escapeCommands, escapeControls } from '../escape.ts';

/** A command to a GitHub runner, before anything is escaped. */
export interface Command {
  readonly name: 'error' | 'warning' | 'notice';
  readonly properties: Readonly<Record<string, string | number>>;
  readonly lines: readonly string[];
}

/**
 * One line of output. A runner undoes `%25`, `%0D`, `%0A` in data, and `%3A`, `%2C` in properties too (ActionCommand.cs
 * of actions/runner); other control characters have no escape there and become visible.
 */
export function writeCommand({ name, properties, lines }: Command): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const data = lines.map(escapeControls).join('\n');
  // Commands of other forms are only looked for where this one is not understood; nothing relies on that.
  return escapeCommands(`::${name} ${written.join(',')}::${escapeData(data)}`);
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  const visible = text.replace(/[^\r\n]+/g, escapeControls);
  return escapeData(visible).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
