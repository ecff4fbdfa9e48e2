import { setImmediate } from 'node:timers/promises';
import { escapeControls, escapeLogLine, type StyledLine } from '../../reporters/index.ts';
import type { Io, OutputStream } from '../io.ts';
import { createPainter, type Painter } from './colour.ts';

/** Characters that are collected before they are handed to the stream. */
const CHUNK = 32_768;

/** The one door for what is printed. Text for people goes out escaped, no matter who wrote it; only this paints. */
export class Writer {
  readonly #paint: Painter;

  constructor(
    readonly stream: OutputStream,
    env: Io['env'],
  ) {
    this.#paint = createPainter(stream, env);
  }

  line(line: StyledLine | string): void {
    this.stream.write(`${this.#render(line)}\n`);
  }

  /** Writes many lines, and stops making them when nobody reads any more. */
  async lines(lines: Iterable<StyledLine>): Promise<void> {
    let chunk = '';
    for (const line of lines) {
      chunk += `${this.#render(line)}\n`;
      if (chunk.length < CHUNK) continue;
      this.stream.write(chunk);
      chunk = '';
      // A closed pipe is reported as an event.
      await setImmediate();
      if (this.stream.isClosed === true) return;
    }
    this.stream.write(chunk);
  }

  /** For formats that escape for themselves: JSON and SARIF. */
  document(text: string): void {
    this.stream.write(text);
  }

  #render(given: StyledLine | string): string {
    const pieces = typeof given === 'string' ? [{ text: given }] : given;
    const safe = pieces.map(({ text }) => escapeControls(text));
    const whole = safe.join('');
    const line = escapeLogLine(whole);
    // A command can be split over pieces, so such a line goes out in one, without colours.
    if (line !== whole) return line;
    return pieces.map((piece, i) => this.#paint('style' in piece ? piece.style : undefined, safe[i] ?? '')).join('');
  }
}
