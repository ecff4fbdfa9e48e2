import { escapeCommands, escapeControls, escapeWorkflowCommands } from '../escape.ts';

/**
 * A message of ours as inline Markdown: what is between backticks is code, and everything else means itself,
 * whatever a hostile repository wrote there. One line; not for the start of one.
 */
export function inlineMarkdown(text: string): string {
  const pieces = escapeControls(text).split('`');
  // A backtick without a second one is one.
  const lone = pieces.length % 2 === 0 ? pieces.pop() : undefined;
  const written = pieces.map((piece, i) => (i % 2 === 1 ? codeSpan(piece) : escapeText(piece))).join('');
  return lone === undefined ? written : `${written}\\\`${escapeText(lone)}`;
}

/** A text as code, shown as it is but for control characters. */
export function codeSpan(text: string): string {
  const shown = escapeWorkflowCommands(escapeControls(text));
  if (shown === '') return '';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One blank on each side is taken away again.
  return longest > 0 || /^ .* $/.test(shown) ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

// GitHub makes links of `www.` and `://` alone, and tells people of an `@name` wherever the text is pasted.
function escapeText(text: string): string {
  const written = text
    .replace(/[\\*_{}[\]<>&#|~$!]/g, '\\$&')
    .replaceAll('://', ':\\/\\/')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}\\.`)
    .replaceAll('@', '`@`');
  return escapeCommands(written);
}
