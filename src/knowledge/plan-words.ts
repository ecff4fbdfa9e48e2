/** How people say in other languages than English that something is proposed, planned, or judged on one day. */

/** Whether a text (a title, a sentence, the name of a document) speaks of what is to be made. */
export function isOfPlans(text: string): boolean {
  return LATIN.test(plain(text)) || OTHER_SCRIPTS.test(text);
}

/** Whether it speaks of an inspection of one day, too. */
export function isOfPlansOrAudits(text: string): boolean {
  return isOfPlans(text) || AUDITS.test(plain(text));
}

/** Without accents, which many leave out. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{Mn}/gu, '');

/** Words of Spanish, Portuguese, Italian, French, German and Turkish: proposal, proposed, plan, to be created, implementation. */
const LATIN = new RegExp(
  [
    '(?:^|[^a-z])(?:propuest[ao]s?|propost[aeio]s?|proposition|proposee?s?|vorschlag|vorgeschlagen(?:e[rsnm]?)?|onerilen|oneri(?:si)?|teklif)(?![a-z])',
    '(?:^|[^a-z])(?:planificad[ao]s?|planejad[ao]s?|pianificat[aeio]|planifie(?:e|s|es)?|geplant(?:e[rsnm]?)?|planlanan|planlama)(?![a-z])',
    '(?:^|[^a-z])plan(?:o|es)? (?:de|d|di)(?![a-z])|(?:^|[^a-z])piano di(?![a-z])|umsetzungsplan|projektplan',
    '(?:^|[^a-z])(?:(?:por|a|da|para|de) (?:crear|criar|creare|creer|implementar|implementare|desarrollar|realizzare)|zu erstellen|anzulegen|olusturulacak|eklenecek)(?![a-z])',
  ].join('|'),
  'i',
);
/** Chinese, Japanese and Russian: proposal, plan, to be created, design of an implementation. */
const OTHER_SCRIPTS =
  /提案|建议|方案|计划|計画|規劃|规划|予定|新增|新建|待创建|待建|实施|предложени|предлагаем|планиру|будет создан|нужно создать/iu;
const AUDITS =
  /(?:^|[^a-z])(?:auditorias?|revisione|prufbericht|rapports?|informes?|relatorios?|relazione|denetim)(?![a-z])/i;
