import type { Claim, QuotedCode, StatedPlace } from '../../src/replay/claim.ts';

/** A claim with nothing but what a test gives it. */
export function claimOf(parts: Partial<Claim>): Claim {
  return {
    id: 'C-1',
    title: '',
    section: [],
    severity: 'P1',
    statedSeverity: 'P1',
    status: 'open',
    fixedIn: undefined,
    owner: undefined,
    places: [],
    about: [],
    quotes: [],
    names: [],
    rules: [],
    text: '',
    remedy: '',
    lines: { first: 1, last: 1 },
    ...parts,
  };
}

export function placeOf(path: string, first?: number, last = first): StatedPlace {
  return { path, ranges: first === undefined || last === undefined ? [] : [{ first, last }], line: 1 };
}

export function quoteOf(text: string, language?: string): QuotedCode {
  return { text, language, role: 'now', line: 1 };
}
