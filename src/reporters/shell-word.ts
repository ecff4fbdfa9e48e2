/**
 * A path or a name as it is printed for people, who paste it into a shell: in single quotes where it holds something that a shell
 * would obey (`` a`touch x`.py ``). Others stay bare, blanks too: they run nothing, and editors open `path:line` as it is.
 */
export function shellWord(text: string): string {
  return /[`$;|&<>()!"'\\\r\n]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text;
}

/** The same for a whole command that is printed to be pasted, in which blanks and what a shell expands count as well. */
export function shellArgument(text: string): string {
  return /^[\p{L}\p{N}_@%+=:,./][\p{L}\p{N}_@%+=:,./-]*$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
