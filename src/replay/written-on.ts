/** The day of which a document says that it is. */

/** Undefined where its beginning gives none that can be read in one way only. */
export function writtenOn(document: Uint8Array): Date | undefined {
  const text = new TextDecoder('utf-8').decode(document.subarray(0, BEGINNING));
  const found = FORMS.flatMap(({ form, read }) => {
    const match = form.exec(text);
    const date = match === null ? undefined : dateOf(read(match.slice(1)));
    return match === null || date === undefined ? [] : { at: match.index, date };
  });
  return found.sort((a, b) => a.at - b.at)[0]?.date;
}

/** Bytes: what stands further down is the date of something else. */
const BEGINNING = 3000;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Form {
  readonly form: RegExp;
  readonly read: (parts: readonly (string | undefined)[]) => Day;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const monthOf = (word = ''): number => MONTHS.indexOf(word.toLowerCase()) + 1;

/** `2026-02-26`, `26.02.2026`, `2026年2月26日`, `February 26, 2026`, `26 Feb 2026`; `02/03/2026` is two days. */
const FORMS: readonly Form[] = [
  {
    form: /(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/,
    read: ([year, month, day]) => ({ year: Number(year), month: Number(month), day: Number(day) }),
  },
  {
    form: /(?<!\d)(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\d)/,
    read: ([day, month, year]) => ({ year: Number(year), month: Number(month), day: Number(day) }),
  },
  {
    form: /(20\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/,
    read: ([year, month, day]) => ({ year: Number(year), month: Number(month), day: Number(day) }),
  },
  {
    form: new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (20\\d\\d)\\b`, 'i'),
    read: ([month, day, year]) => ({ year: Number(year), month: monthOf(month), day: Number(day) }),
  },
  {
    form: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? ${MONTH} (20\\d\\d)\\b`, 'i'),
    read: ([day, month, year]) => ({ year: Number(year), month: monthOf(month), day: Number(day) }),
  },
];

function dateOf({ year, month, day }: Day): Date | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
}
