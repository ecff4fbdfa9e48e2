import { ParseError, parseTOML } from 'toml-eslint-parser';
import type { Located, SourceText } from '../../text/index.ts';
import { CommentsNear } from '../comment-near.ts';
import type { Reading } from '../reading.ts';
import { buildToml } from './build-node.ts';
import type { TomlTable } from './toml-node.ts';

/** No file that people write is as long, and the parser takes two seconds for each million characters. */
const MAX_LENGTH = 500_000;

/** Reads a TOML file to the model that `read` makes of it. */
export function readTomlFile<A>(text: SourceText, read: (root: TomlTable, near: CommentsNear) => A): Reading<A> {
  const problem = (message: string, at = 0) => ({
    artifact: undefined,
    comments: [],
    problems: [{ message, span: { start: at, end: at } }],
  });
  if (text.content.length > MAX_LENGTH) return problem('is too long to be read as TOML');
  try {
    const program = parseTOML(text.content, { tomlVersion: 'latest' });
    const comments = program.comments.map(({ range: [start, end] }): Located<string> => {
      return { value: text.content.slice(start, end), span: { start, end } };
    });
    return { artifact: read(buildToml(program), new CommentsNear(text, comments)), comments, problems: [] };
  } catch (error) {
    // Values that are nested too deep for the stack end here too.
    return problem('is not valid TOML', error instanceof ParseError ? error.index : 0);
  }
}
