import type { Located } from '../../text/index.ts';
import type { DeclaredEntryPoint } from './packaging.ts';

/** `name = pkg.module:attribute [extra]` lines of one group, each where its reference stands. */
export function readEntryPoints(group: string, lines: readonly Located<string>[]): Located<DeclaredEntryPoint>[] {
  return lines.flatMap(({ value: line, span }) => {
    const match = /^([^=]+)=\s*([\w.]+(?::[\w.]+)?)/.exec(line);
    if (match === null) return [];
    const [whole, name = '', reference = ''] = match;
    const end = span.start + whole.length;
    return [{ value: { group, name: name.trimEnd(), reference }, span: { start: end - reference.length, end } }];
  });
}
