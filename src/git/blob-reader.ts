import { GitError } from './git-error.ts';
import { firstLine, type GitProcess } from './git-process.ts';

/** Reads contents by their names, many with one call of git. */
export class BlobReader {
  readonly #sizes = new Map<string, number>();
  /** What was fetched and not yet asked for. */
  readonly #contents = new Map<string, Buffer>();
  /** What was asked for last: ignore files and edited ones are read on both sides of a comparison, and a call of git takes milliseconds. */
  readonly #recent = new Map<string, Buffer>();
  #recentBytes = 0;
  #expected: readonly string[] = [];
  /** How often each will still be read: equal files share their content. */
  readonly #uses = new Map<string, number>();

  constructor(readonly git: GitProcess) {}

  /** Says which contents will be read next, in this order. */
  expect(ids: readonly string[]): void {
    this.#expected = [...new Set(ids)];
    this.#uses.clear();
    for (const id of ids) this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
  }

  sizeOf(id: string): number {
    if (!this.#sizes.has(id)) this.#measure([id, ...this.#expected.filter((other) => !this.#sizes.has(other))]);
    return this.#sizes.get(id) ?? 0;
  }

  /** A content of at most `maxBytes`; what is expected after it is fetched with it. */
  read(id: string, maxBytes: number): Buffer {
    return this.#recent.get(id) ?? this.#readNew(id, maxBytes);
  }

  #readNew(id: string, maxBytes: number): Buffer {
    if (!this.#contents.has(id)) {
      this.#contents.clear();
      this.#fetch(this.#batchFrom(id, maxBytes));
    }
    const content = this.#contents.get(id);
    if (content === undefined) throw missing();
    const uses = (this.#uses.get(id) ?? 1) - 1;
    this.#uses.set(id, uses);
    if (uses <= 0) this.#contents.delete(id);
    this.#remember(id, content);
    return content;
  }

  #remember(id: string, content: Buffer): void {
    if (content.length > RECENT_BYTES) return;
    this.#recent.set(id, content);
    this.#recentBytes += content.length;
    for (const [oldest, { length }] of this.#recent) {
      if (this.#recentBytes <= RECENT_BYTES) return;
      this.#recent.delete(oldest);
      this.#recentBytes -= length;
    }
  }

  #batchFrom(id: string, maxBytes: number): readonly string[] {
    const batch = new Set([id]);
    let bytes = this.sizeOf(id);
    for (let at = this.#expected.indexOf(id) + 1; at > 0 && at < this.#expected.length; at++) {
      const next = this.#expected[at] ?? id;
      const size = this.sizeOf(next);
      if (size > maxBytes) continue;
      bytes += size;
      if (bytes > BATCH_BYTES) break;
      batch.add(next);
    }
    return [...batch];
  }

  #measure(ids: readonly string[]): void {
    const lines = this.#query('--batch-check', ids).toString('utf8').split('\n');
    for (const line of lines) {
      const [id = '', kind, size] = line.split(' ');
      if (kind === 'missing') throw missing();
      if (kind === 'blob') this.#sizes.set(id, Number(size));
    }
  }

  #query(option: string, ids: readonly string[]): Buffer {
    const { status, stdout, stderr } = this.git.run(['cat-file', option], `${ids.join('\n')}\n`);
    if (status === 0) return stdout;
    // What a partial clone lacks git wants to fetch, which it is not allowed here.
    if (/lazy fetching|promisor|transport '[^']*' not allowed/.test(stderr)) throw missing();
    throw new GitError(`\`git cat-file\` failed: ${firstLine(stderr) || `exit code ${status}`}`);
  }

  /** The answer to each is `id blob size`, a line break, the bytes and another line break. */
  #fetch(ids: readonly string[]): void {
    const output = this.#query('--batch', ids);
    for (let at = 0; at < output.length; ) {
      const end = output.indexOf(10, at);
      const [id = '', kind, size] = output.toString('latin1', at, end).split(' ');
      if (kind !== 'blob') throw missing();
      const start = end + 1;
      // A copy: one small content would keep the whole batch otherwise.
      this.#contents.set(id, Buffer.from(output.subarray(start, start + Number(size))));
      at = start + Number(size) + 1;
    }
  }
}

const BATCH_BYTES = 32 * 1024 * 1024;

const RECENT_BYTES = 4 * 1024 * 1024;

function missing(): GitError {
  return new GitError(
    'the clone lacks files of the commit to compare with (a partial clone); run `git fetch --refetch --no-filter`',
  );
}
