/** Numbers of things that sentences give: "called twice", "14 methods", "52 `print` calls". */

const NUMBERS: readonly string[] =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );

const NUMBER = String.raw`(\d{1,3}(?:[,.]\d{3})|\d{1,5}|${NUMBERS.slice(2).join('|')})`;

/** The number that a word or digits mean; undefined where it is neither. */
export function numberOf(written: string): number | undefined {
  const plain = written.toLowerCase();
  if (plain === 'twice') return 2;
  if (plain === 'thrice') return 3;
  const word = NUMBERS.indexOf(plain);
  if (word > 0) return word;
  const digits = Number(plain.replace(/[,.](?=\d{3}$)/, ''));
  return Number.isInteger(digits) && digits > 0 ? digits : undefined;
}

const CODE = '`([^`\\n]{2,60})`';

/** "`refresh` is called twice", "`print()` appears 14 times". */
export const TIMES_BEHIND = new RegExp(
  String.raw`${CODE}[^.${'`'}\n]{0,60}?(?<![\p{L}])(?:(twice|thrice)|${NUMBER}\s{0,3}(?:times|×|x\b|occurrences|veces|mal|fois|vezes|раз|次|回))`,
  'giu',
);

/** "14 calls of `print`", "three uses of `os.environ`". */
export const TIMES_BEFORE = new RegExp(
  String.raw`(?<![\w.:-])${NUMBER}\+?\s{1,3}(?:\p{L}{1,24}\s{1,3}){0,2}?(?:calls?|occurrences?|instances?|uses|usages?|references?|places?|sites?|invocations?|statements?|llamadas|Aufrufe|appels|chamadas|вызов\p{L}{0,16})\s{1,3}(?:(?:of|to|for|that use|using|a|de|von|à)\s{1,3})?${CODE}`,
  'giu',
);

/** "52 `print` calls", "14 `except Exception` blocks". */
export const TIMES_AROUND = new RegExp(
  String.raw`(?<![\w.:-])${NUMBER}\+?\s{1,3}(?:\p{L}{1,24}\s{1,3}){0,2}?${CODE}\s{0,3}(?:calls?|occurrences?|statements?|blocks?|handlers?|clauses?|uses|usages?|imports?|comments?|decorators?|instances?|markers?)`,
  'giu',
);

/** What is told of something as a whole, not of some of what it holds. */
const HOLDING =
  '(?<![\\p{L}])(?:has|have|with|contains?|containing|defines?|takes|accepts|exposes|holds|tiene|con|contiene|hat|mit|enthält|a|avec|contient|tem|com|contém|имеет|содержит)';

/** Before what is counted by the tree. */
export const COUNT_BEFORE = new RegExp(
  String.raw`(?:${HOLDING})\s{1,3}(?:\p{L}{1,24}\s{1,3}){0,2}?${NUMBER}\+?[ -](?:\p{L}{1,24}[ -]){0,2}$`,
  'iu',
);

export type CountedThing =
  | 'methods'
  | 'functions'
  | 'classes'
  | 'parameters'
  | 'broad handlers'
  | 'bare handlers'
  | 'globals'
  | 'attributes';

/** What is counted by the tree, as sentences name it. */
export const COUNTED_THINGS: readonly (readonly [CountedThing, RegExp])[] = [
  ['methods', /(?<![\p{L}])(?:methods?|métodos|Methoden|méthodes)(?![\p{L}\d])|методов|方法/iu],
  ['functions', /(?<![\p{L}])(?:functions?|funciones|Funktionen|fonctions|funções)(?![\p{L}\d])|функций/iu],
  ['classes', /(?<![\p{L}])(?:classes|clases|Klassen)(?![\p{L}\d])|классов/iu],
  [
    'parameters',
    /(?<![\p{L}])(?:parameters?|params|arguments?|args|parámetros|Parameter|paramètres|parâmetros)(?![\p{L}\d])|параметров/iu,
  ],
  ['bare handlers', /bare[- ]?`?excepts?(?![\p{L}\d])/iu],
  ['broad handlers', /(?:broad|generic|blanket|catch-all)[- ]`?except(?:ion)?s?(?![\p{L}\d])/iu],
  ['globals', /global (?:variables?|statements?)/iu],
  ['attributes', /(?<![\p{L}])(?:attributes?|atributos|attributs)(?![\p{L}\d])/iu],
];
