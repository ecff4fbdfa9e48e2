import type { Located, SourceText } from '../../text/index.ts';
import { mapPlain } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { readShell, type ShellScript } from '../shell/index.ts';

/** What a platform such as Heroku runs, by the name of the process. */
export interface Procfile {
  readonly processes: readonly { readonly name: Located<string>; readonly script: ShellScript }[];
}

export function readProcfile(text: SourceText): Reading<Procfile> {
  const lines = linesOf(text);
  const processes = lines.flatMap((line) => {
    const match = /^([\w-]+):/.exec(line.value);
    if (match === null) return [];
    const command = partOf(line, match[0].length);
    return {
      name: partOf(line, 0, match[0].length - 1),
      script: readShell(mapPlain(command.value, command.span.start)),
    };
  });
  return { artifact: { processes }, comments: hashComments(lines), problems: [] };
}
