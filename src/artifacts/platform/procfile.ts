import type { SourceText } from '../../text/index.ts';
import { mapPlain } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';
import { readShell } from '../shell/index.ts';
import type { PlatformFile } from './platform-file.ts';

/** `web: gunicorn app:app`, as Heroku reads it: https://devcenter.heroku.com/articles/procfile. */
export function readProcfile(text: SourceText): Reading<PlatformFile> {
  const lines = linesOf(text);
  const processes = lines.flatMap((line) => {
    const match = /^([\w-]+):/.exec(line.value);
    if (match === null) return [];
    const command = partOf(line, match[0].length);
    const script = readShell(mapPlain(command.value, command.span.start));
    return { name: partOf(line, 0, match[0].length - 1), script, isService: true };
  });
  const artifact = {
    processes,
    ports: [],
    variables: [],
    volumes: [],
    isPublic: processes.some(({ name }) => name.value === 'web'),
  };
  return { artifact, comments: hashComments(lines), problems: [] };
}
