import { Chalk, type ChalkInstance } from 'chalk';
import type { Style } from '../../reporters/index.ts';
import type { Io, OutputStream } from '../io.ts';

/** Paints a text that is already safe to print. */
export type Painter = (style: Style | undefined, text: string) => string;

/** Colours when the stream is a terminal; `FORCE_COLOR` and then `NO_COLOR` decide before that. */
export function createPainter(stream: OutputStream, env: Io['env']): Painter {
  if (!hasColour(stream, env)) return (_, text) => text;
  const chalk = new Chalk({ level: 1 });
  const colours: Record<Style, ChalkInstance> = {
    P0: chalk.red.bold,
    P1: chalk.red,
    P2: chalk.yellow,
    P3: chalk.cyan,
    strong: chalk.bold,
    faint: chalk.dim,
    path: chalk.underline,
    good: chalk.green,
    bad: chalk.red,
  };
  return (style, text) => (style === undefined ? text : colours[style](text));
}

function hasColour(stream: OutputStream, { FORCE_COLOR, NO_COLOR, TERM }: Io['env']): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return stream.isTTY === true && TERM !== 'dumb';
}
