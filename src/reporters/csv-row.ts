import { escapeCommands, escapeControls } from './escape.ts';

/** A row by RFC 4180 in which no cell has a line break, and none is a formula to a spreadsheet (OWASP, "CSV Injection"). */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

// What a spreadsheet would calculate starts with one of these, also in their wide forms. In many countries spreadsheets
// part cells at semicolons, whatever quotes say.
const FORMULA = /(^|;\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])/g;

function cell(value: string | number): string {
  const text = escapeCommands(escapeControls(String(value)));
  const guarded = text.replace(FORMULA, "$1'$2");
  return /[",]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
