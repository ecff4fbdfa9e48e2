import { styleText } from 'node:util';
import type { Style } from '../../reporters/index.ts';
import type { Io, OutputStream } from '../io.ts';

/** Paints a text that is already safe to print. */
export type Painter = (style: Style | undefined, text: string) => string;

/** Colours when the stream is a terminal; `FORCE_COLOR` and then `NO_COLOR` decide before that. */
export function createPainter(stream: OutputStream, env: Io['env']): Painter {
  if (!hasColour(stream, env)) return (_, text) => text;
  // Whether there is colour is decided above, not by the stream that Node would look at.
  return (style, text) =>
    style === undefined || text === '' ? text : styleText(FORMATS[style], text, { validateStream: false });
}

const FORMATS: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  P0: ['red', 'bold'],
  P1: 'red',
  P2: 'yellow',
  P3: 'cyan',
  strong: 'bold',
  faint: 'dim',
  path: 'underline',
  good: 'green',
  bad: 'red',
};

function hasColour(stream: OutputStream, { FORCE_COLOR, NO_COLOR, TERM }: Io['env']): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return stream.isTTY === true && TERM !== 'dumb';
}
