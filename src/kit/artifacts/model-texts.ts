/**
 * Every text and every key in the model of an artifact, once: few of a hundred thousand differ. Asked instead of its JSON, in which
 * a line feed is two characters that stick to the word behind them.
 */
export function textsIn(model: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const pending: unknown[] = [model];
  while (pending.length > 0) {
    const at = pending.pop();
    if (typeof at === 'string') texts.add(at);
    else if (typeof at === 'object' && at !== null) {
      if (!Array.isArray(at)) for (const key of Object.keys(at)) texts.add(key);
      for (const each of Object.values(at)) pending.push(each);
    }
  }
  return texts;
}
