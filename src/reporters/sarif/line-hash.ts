/**
 * GitHub's `primaryLocationLineHash`, as github/codeql-action's src/fingerprints.ts defines it: a rolling hash over the
 * 100 code units from the start of a line on, blanks left out, modulo 2^64, and how many earlier lines have the same.
 */
export class LineHashes {
  readonly #hashes: readonly string[];

  /** `content` as it is on disk, decoded as UTF-8 with its byte order mark kept. */
  constructor(content: string) {
    this.#hashes = hashLines(content);
  }

  get lineCount(): number {
    return this.#hashes.length;
  }

  /** Fingerprint of a line (from 1); undefined past the end. */
  ofLine(line: number): string | undefined {
    return this.#hashes[line - 1];
  }
}

const WINDOW = 100;
const FACTOR = 37;
/** 37^100 modulo 2^64, in halves: what a unit weighs when it leaves the window. */
const LEAVING_HIGH = 0xe59cd09a;
const LEAVING_LOW = 0x331cdb71;
const TWO_32 = 2 ** 32;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const END = 65535;

function hashLines(content: string): string[] {
  const { units, length, lineStarts } = significantUnits(content);
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  let high = 0;
  let low = 0;
  for (let at = 0; hashes.length < lineStarts.length; at++) {
    const entering = at < length ? (units[at] ?? 0) : 0;
    const leaving = at >= WINDOW && at - WINDOW < length ? (units[at - WINDOW] ?? 0) : 0;
    // Products of 32 by 16 bits are exact in a double, so 64 bits fit in two halves.
    const lowProduct = LEAVING_LOW * leaving;
    const nextLow = FACTOR * low + entering - (lowProduct >>> 0);
    const carry = Math.floor(nextLow / TWO_32) - Math.floor(lowProduct / TWO_32);
    high = (FACTOR * high + carry - Math.imul(LEAVING_HIGH, leaving)) >>> 0;
    low = nextLow >>> 0;
    if (at - WINDOW + 1 === lineStarts[hashes.length]) hashes.push(numbered(high, low, counts));
  }
  return hashes;
}

function numbered(high: number, low: number, counts: Map<string, number>): string {
  const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
  const count = (counts.get(hash) ?? 0) + 1;
  counts.set(hash, count);
  return `${hash}:${count}`;
}

/** The units that count, ended by 65535, and where lines start among them. */
function significantUnits(content: string): { units: Uint16Array; length: number; lineStarts: number[] } {
  const units = new Uint16Array(content.length + 1);
  const lineStarts = [0];
  let length = 0;
  let afterCr = false;
  for (let i = 0; i < content.length; i++) {
    const unit = content.charCodeAt(i);
    if (unit === SPACE || unit === TAB || (unit === LF && afterCr)) {
      afterCr = false;
      continue;
    }
    afterCr = unit === CR;
    const kept = unit === CR ? LF : unit;
    units[length++] = kept;
    if (kept === LF) lineStarts.push(length);
  }
  units[length++] = END;
  return { units, length, lineStarts };
}
