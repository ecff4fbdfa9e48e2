import { type Located, mapPlain, type SourceText, SQLITE_ADDRESS } from '../../text/index.ts';
import { linesOf, partOf } from '../lines.ts';
import { type LiteralSetting, literalSettings } from '../literals.ts';
import type { Reading } from '../reading.ts';
import { readShell, type ShellScript } from '../shell/index.ts';

/** A shell script. */
export interface ShellFile {
  readonly script: ShellScript;
  /** Variables that it asks for, also in assignments and here-documents. */
  readonly variables: readonly string[];
  /** What lines set to the address of a database in a file, also those of here-documents: `DATABASE_URL=sqlite:///app.db`. */
  readonly onSqlite: readonly string[];
  readonly literals: readonly LiteralSetting[];
}

const READS_STATUS = /\$\{?(?:\?|PIPESTATUS)/;
const SET = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=["']?([^\s"']+)["']?[ \t]*$/gm;

export function readShellFile(text: SourceText): Reading<ShellFile> {
  const script = readShell(mapPlain(text.content, 0));
  const comments: Located<string>[] = linesOf(text)
    .filter(({ value }) => /^\s*#(?!!)/.test(value))
    .map((line) => partOf(line, 0));
  const variables = new Set([...text.content.matchAll(/\$\{?[#!]?([A-Za-z_]\w*)/g)].map(([, name = '']) => name));
  const onSqlite = [...text.content.matchAll(SET)].flatMap(([, name, value = '']) =>
    SQLITE_ADDRESS.test(value) ? `${name}=${value}` : [],
  );
  return {
    artifact: {
      script: { ...script, readsStatus: READS_STATUS.test(text.content) },
      variables: [...variables],
      onSqlite,
      literals: literalSettings(text),
    },
    comments,
    problems: [],
  };
}
