/** What an editor wrote: the content of a message, or why there is none. */
export type Frame =
  | { readonly kind: 'content'; readonly bytes: Buffer }
  | { readonly kind: 'fault'; readonly reason: string };

/** Largest content of a message, in bytes: no editor has a file that large, and what is waited for is kept. */
const MAX_CONTENT = 256 * 1024 * 1024;
const MAX_HEADER = 8192;
const HEADER_END = '\r\n\r\n';

/** Where a message begins. It never is in one: JSON has no line break in a string, and no such word outside of one. */
const BEGIN = /content-length: *\d+\r\n/gi;
/** A beginning that is cut by the end of what was read is no longer. */
const LONGEST_BEGIN = 64;
/** What comes in smaller pieces is put together, so that a beginning is in one or in two. */
const PIECE = 4096;

/**
 * Parts what an editor writes into messages, by the base protocol (https://microsoft.github.io/language-server-protocol). What breaks it is reported once, and passed
 * over up to where the next message begins: anyone who waits for a length that was wrong never hears anything again.
 */
export class MessageFrames {
  #chunks: Buffer[] = [];
  #size = 0;
  /** What the header promised; undefined before one. */
  #awaited: number | undefined;
  #isLost = false;

  /** The frames that bytes complete. */
  *append(bytes: Buffer): Generator<Frame> {
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length < PIECE) this.#chunks.splice(-1, 1, Buffer.concat([last, bytes]));
    else this.#chunks.push(bytes);
    this.#size += bytes.length;
    for (;;) {
      const frame = this.#isLost ? this.#find() : this.#awaited === undefined ? this.#header() : this.#content();
      if (frame === 'more') return;
      if (frame !== 'next') yield frame;
    }
  }

  #header(): Frame | 'more' | 'next' {
    const read = this.#joined();
    const end = read.subarray(0, MAX_HEADER).indexOf(HEADER_END);
    if (end < 0) return read.length < MAX_HEADER ? 'more' : this.#lose('its header does not end');
    const header = read.toString('latin1', 0, end + 2);
    const length = lengthIn(header);
    if (typeof length === 'number') {
      this.#keep(read.subarray(end + HEADER_END.length));
      this.#awaited = length;
      return 'next';
    }
    // Something that is no line of a header may be before one.
    const begins = [...header.matchAll(BEGIN)].map(({ index }) => index);
    const own = begins.find((index) => index > 0 && header.slice(index - 2, index) !== '\r\n');
    return this.#lose(length.problem, own ?? end + HEADER_END.length);
  }

  #content(): Frame | 'more' | 'next' {
    const awaited = this.#awaited ?? 0;
    // Only in what came last: the rest was looked at.
    const tail = this.#tail();
    const at = this.#size - tail.length + (beginIn(tail) ?? tail.length);
    if (at < awaited && at < this.#size) return this.#lose('it is shorter than its header says', at);
    if (this.#size < awaited) return 'more';
    const read = this.#joined();
    this.#keep(read.subarray(awaited));
    this.#awaited = undefined;
    return { kind: 'content', bytes: read.subarray(0, awaited) };
  }

  /** Drops all before the next message. */
  #find(): 'more' | 'next' {
    const read = this.#joined();
    const begin = beginIn(read);
    this.#keep(read.subarray(begin ?? Math.max(0, read.length - LONGEST_BEGIN)));
    if (begin === undefined) return 'more';
    this.#isLost = false;
    return 'next';
  }

  #lose(reason: string, from = 0): Frame {
    this.#keep(this.#joined().subarray(from));
    this.#awaited = undefined;
    this.#isLost = true;
    return { kind: 'fault', reason };
  }

  #tail(): Buffer {
    const [last = EMPTY, before = EMPTY] = [this.#chunks.at(-1), this.#chunks.at(-2)];
    return before.length === 0 ? last : Buffer.concat([before.subarray(-LONGEST_BEGIN), last]);
  }

  #joined(): Buffer {
    const [first = EMPTY, ...others] = this.#chunks;
    this.#keep(others.length === 0 ? first : Buffer.concat(this.#chunks));
    return this.#chunks[0] ?? EMPTY;
  }

  #keep(bytes: Buffer): void {
    this.#chunks = [bytes];
    this.#size = bytes.length;
  }
}

const EMPTY = Buffer.alloc(0);

function beginIn(bytes: Buffer): number | undefined {
  const at = bytes.toString('latin1').search(BEGIN);
  return at < 0 ? undefined : at;
}

/** What a header says of the length of the content, or why it says nothing. Each of its lines ends in `\r\n`. */
function lengthIn(header: string): number | { readonly problem: string } {
  const lengths = new Set<string>();
  for (const line of header.split('\r\n').slice(0, -1)) {
    const [, name = '', value = ''] = /^([^:]*):(.*)$/s.exec(line) ?? [];
    if (name.toLowerCase() === 'content-length') lengths.add(value.trim());
    const [, charset = 'utf-8'] =
      /;\s*charset="?([\w-]+)/i.exec(name.toLowerCase() === 'content-type' ? value : '') ?? [];
    if (!/^utf-?8$/i.test(charset)) return { problem: `its encoding is not UTF-8 but \`${charset}\`` };
  }
  const [length, ...others] = lengths;
  if (length === undefined) return { problem: 'its header has no `Content-Length`' };
  if (others.length > 0) return { problem: 'its header has several `Content-Length`' };
  if (!/^\d+$/.test(length)) return { problem: `its \`Content-Length\` is no number but \`${length.slice(0, 40)}\`` };
  if (Number(length) > MAX_CONTENT) return { problem: `its \`Content-Length\` is more than ${MAX_CONTENT}` };
  return Number(length);
}
