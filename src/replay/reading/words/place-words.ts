/** How sentences tell where something is without naming it: by what is caught, what goes on all the same, what is promised. */

import type { FileKind } from '../../../discover/index.ts';

/** Whatever goes wrong is caught in one place. */
export const SAYS_CATCH_ALL =
  /(?<![\p{L}])(?:catch-?all|(?:generic|broad|blanket|bare|overly broad|catches all|pauschale[rs]?|genéric[oa]s?|génériques?)\s(?:`?except|exceptions?|handlers?|error handl\w+|excepci[oó]n\w*)|except(?: Base)?(?: ?Exception)?:|except (?:Base)?Exception)/iu;

/** Something goes on without what it asks for. */
export const SAYS_FALLBACK = /(?<![\p{L}])(?:f[ae]ll(?:s|ing)?[- ]?back|degrades? gracefully|gracefully)(?![\p{L}])/iu;

/** The same work more than once. */
export const SAYS_AGAIN =
  /(?<![\p{L}])(?:twice|again|repeatedly|redundant(?:ly)?|(?:two|three|\d{1,3}) times|doubles?|re-?(?:read|comput|pars|load|calculat)\w{0,9}|dos veces|zweimal|deux fois|duas vezes|дважды)(?![\p{L}])|两次|重复/iu;

/** What a document shows, promises or claims. */
export const SAYS_PROMISED =
  /(?:diagrams?|documentation|docs?|readme|architecture|design)\s[^.]{0,40}?\b(?:shows?|describes?|promises?|claims?|mentions?|documents?|lists?)\s(?:an?\s|the\s)?([a-z][\w-]+(?:\s[a-z][\w-]+){1,2}?)(?=\s(?:but|and|which|that|while|although|yet)\b|[,;]| [—–-])/iu;

export const SAYS_MISSING_PROMISE =
  /(?<![\p{L}])(?:no (?:code|implementation|such)|not (?:implemented|there|wired)|never (?:implemented|built)|does(?: not|n['’]t) exist|nothing implements)(?![\p{L}])/iu;

/** What people call files of which a repository often has one. */
export const KINDS_OF_FILES: readonly (readonly [kind: FileKind, called: RegExp])[] = [
  ['workflow', /\bGitHub Actions\b|\b(?:the|in|CI) workflow\b/i],
  ['dockerfile', /\bthe Dockerfile\b/i],
  ['compose', /\bthe (?:docker-)?compose file\b/i],
];
