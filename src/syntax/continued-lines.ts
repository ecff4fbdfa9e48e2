/**
 * A text of the same length and meaning, with one continuation where a hundred and more follow each other with nothing
 * between them: the grammar goes over all that are left at each of them, so that forty kilobytes of them take ten seconds.
 * The first stays, because it may be the end of a comment, and so does the last.
 */
export function withoutEmptyContinuations(content: string): string {
  return content.replace(/(?:\\\r?\n[ \t\f]*){100,}/g, (run) => {
    const [first, last] = [run.indexOf('\n') + 1, run.lastIndexOf('\\')];
    return run.slice(0, first) + ' '.repeat(last - first) + run.slice(last);
  });
}
