/** Where a text holds a word with nothing beside it that would make it part of another; -1 where it does so nowhere. */
export function indexOfWhole(text: string, word: string, beside: { before: RegExp; behind: RegExp }): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!beside.before.test(text.charAt(at - 1)) && !beside.behind.test(text.charAt(at + word.length))) return at;
  return -1;
}
