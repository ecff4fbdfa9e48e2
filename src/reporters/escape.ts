/**
 * Makes text from an audited repository safe to print: control characters (C0, DEL, C1), line and paragraph separators
 * and bidirectional controls become visible. A terminal would obey them (CWE-150), a reader be misled (Trojan Source).
 */
export function escapeControls(text: string): string {
  return UNSAFE.test(text) ? text.replace(ALL_UNSAFE, visible) : text;
}

/**
 * Breaks what a GitHub runner would take for a command: `::` at the start of a line, and the older `##[` anywhere.
 * `line` has no line break left.
 */
export function escapeWorkflowCommands(line: string): string {
  return line.replaceAll('##[', '##\\[').replace(/^(\s*):(?=:)/u, '$1\\:');
}

/** The same for JSON that is printed: every such character can only stand in a string, where an escape means the same. */
export function escapeJson(json: string): string {
  const visibleInJson = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replaceAll('##[', '##\\u005b').replace(ALL_UNSAFE_IN_JSON, visibleInJson);
}

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
