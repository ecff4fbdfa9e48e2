/**
 * Every text and every key in the model of an artifact. Asked instead of its JSON, in which a line feed is two characters
 * that stick to the word behind them.
 */
export function* textsIn(model: unknown): Iterable<string> {
  const pending: unknown[] = [model];
  while (pending.length > 0) {
    const at = pending.pop();
    if (typeof at === 'string') yield at;
    else if (Array.isArray(at)) for (const each of at) pending.push(each);
    else if (typeof at === 'object' && at !== null)
      for (const [key, value] of Object.entries(at)) {
        yield key;
        pending.push(value);
      }
  }
}
