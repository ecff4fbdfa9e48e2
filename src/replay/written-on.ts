/** The day of which a document says that it is. */

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = `(?<month>${MONTHS.join('|')})[a-z]{0,6}\\.?`;

/** `2026-02-26`, `26.02.2026`, `2026年2月26日`, `February 26, 2026`, `26 Feb 2026`; `02/03/2026` is two days. */
const FORMS: readonly RegExp[] = [
  /(?<!\d)(?<year>20\d\d)[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/,
  /(?<!\d)(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>20\d\d)(?!\d)/,
  /(?<year>20\d\d)\s?年\s?(?<month>\d{1,2})\s?月\s?(?<day>\d{1,2})\s?日/,
  new RegExp(`\\b${MONTH} (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>20\\d\\d)\\b`, 'i'),
  new RegExp(`\\b(?<day>\\d{1,2})(?:st|nd|rd|th)? ${MONTH} (?<year>20\\d\\d)\\b`, 'i'),
];

/** Bytes: what is further down is the date of something else. */
const BEGINNING = 3000;

/** Undefined where its beginning gives none that can be read in one way only. */
export function writtenOn(document: Uint8Array): Date | undefined {
  const text = new TextDecoder('utf-8').decode(document.subarray(0, BEGINNING));
  const found = FORMS.flatMap((form) => {
    const match = form.exec(text);
    const date = dateOf(match?.groups ?? {});
    return match === null || date === undefined ? [] : { at: match.index, date };
  });
  return found.sort((a, b) => a.at - b.at)[0]?.date;
}

function dateOf({ year, month = '', day }: Readonly<Record<string, string | undefined>>): Date | undefined {
  const index = /\d/.test(month) ? Number(month) - 1 : MONTHS.indexOf(month.toLowerCase());
  const date = new Date(Date.UTC(Number(year), index, Number(day)));
  return date.getUTCMonth() === index ? date : undefined;
}
