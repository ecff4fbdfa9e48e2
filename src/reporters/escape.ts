/**
 * Makes text from an audited repository safe to print: control characters (C0, DEL, C1), line and paragraph separators
 * and bidirectional controls become visible. A terminal would obey them (CWE-150), a reader be misled (Trojan Source).
 */
export function escapeControls(text: string): string {
  return UNSAFE.test(text) ? text.replace(ALL_UNSAFE, visible) : text;
}

/**
 * Breaks what the log of a CI service takes for a command wherever it is in a line: `##vso[…]` of Azure Pipelines, `##[…]` of Azure
 * and older GitHub runners, `##teamcity[…]`, `##octopus[…]`, `@@continua[…]`, and the marks that Travis hides a line for (`fold:start:…`).
 * The marks of GitLab need control characters, of which none is left. `escaped` writes the character that makes it one.
 */
export function escapeCommands(text: string, escaped = (character: string): string => `\\${character}`): string {
  return text.replace(COMMAND, escaped);
}

/**
 * The same for a whole line, which has no line break left: also what is a command at its start alone, `::` to a GitHub runner and the
 * headings of Buildkite, which fold what follows.
 */
export function escapeLogLine(line: string): string {
  return escapeWorkflowCommands(line).replace(HEADING, '\\$&');
}

/** The same without the headings, which lines of a diff begin with as well. */
export function escapeWorkflowCommands(line: string): string {
  return escapeCommands(line).replace(WORKFLOW_COMMAND, '$1\\:');
}

/** The same for JSON that is printed: every such character can only be in a string, where an escape means the same. */
export function escapeJson(json: string): string {
  return escapeCommands(json, visibleInJson).replace(ALL_UNSAFE_IN_JSON, visibleInJson);
}

// Runners of .NET that compare by the rules of a language skip format characters (`\p{Cf}`): those that are in a command do not break it,
// and an invisible one of ours would not either.
const COMMAND = /\[(?<=(?:#\p{Cf}*#|@\p{Cf}*@)[\w.\p{Cf}-]*\[)|:(?<=(?:fold|time):)(?=(?:start|end):)/gu;
const WORKFLOW_COMMAND = /^([\s\p{Cf}]*):(?=\p{Cf}*:)/u;
const HEADING = /^(?:(?:---|\+\+\+|~~~)\s|\^\^\^\s\+\+\+)/;

const BIDI_AND_SEPARATORS = '\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
const UNSAFE = new RegExp(`[\\u0000-\\u001f\\u007f-\\u009f${BIDI_AND_SEPARATORS}]`);
const ALL_UNSAFE = new RegExp(UNSAFE.source, 'g');
// The line breaks of the layout are the only C0 characters that JSON.stringify leaves.
const ALL_UNSAFE_IN_JSON = new RegExp(`[\\u007f-\\u009f${BIDI_AND_SEPARATORS}]`, 'g');

const NAMED = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function visible(character: string): string {
  const named = NAMED.get(character);
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

function visibleInJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
