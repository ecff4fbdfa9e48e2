/** No module that is imported has a name of more words. */
const MOST_WORDS = 8;

/**
 * What modules may be called that declared distributions bring: `django-ratelimit` holds the words of `ratelimit`, and `tabulate3` is
 * a fork of `tabulate`. All names are normalised.
 */
export function likelyNames(declared: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const distribution of declared) {
    names.add(distribution.replace(/(?<!\d)\d+$/, ''));
    const words = distribution.split('-');
    for (const from of words.keys())
      for (let length = 1; length <= MOST_WORDS; length++) names.add(words.slice(from, from + length).join('-'));
  }
  return names;
}
