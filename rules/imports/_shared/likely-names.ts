/** No module that is imported has a name of more words. */
const MOST_WORDS = 8;

/**
 * What modules may be called that declared distributions bring: `django-ratelimit` holds the words of `ratelimit`, `tabulate3` is a
 * fork of `tabulate`, and `oven-bot-sdk` is often imported as `ovenbot`. All names are normalised.
 */
export function likelyNames(declared: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const distribution of declared) {
    names.add(distribution.replace(/(?<!\d)\d+$/, ''));
    const words = distribution.split('-');
    for (const from of words.keys())
      for (let length = 1; length <= MOST_WORDS; length++) {
        const some = words.slice(from, from + length);
        names.add(some.join('-')).add(some.join(''));
      }
  }
  return names;
}

/** A word of a declared distribution is the name, or ends in it: `aioboto3` is made around `boto3`. */
export const mayBeInstalledWith = (name: string, likely: ReadonlySet<string>): boolean =>
  likely.has(name) || (name.length >= LEAST_PART && [...likely].some((word) => word.endsWith(name)));
const LEAST_PART = 4;

/** Modules that `venv`, images of Python and tools that build put in, or did for most versions. */
export const isOfEnvironment = (module: string): boolean => ENVIRONMENT.has(module);
const ENVIRONMENT: ReadonlySet<string> = new Set(['pkg_resources', 'setuptools', 'pip', 'wheel', 'distutils']);
