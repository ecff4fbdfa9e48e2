import type { SourceText } from '../../text/index.ts';
import { parseToml } from '../../text/toml/parse-toml.ts';
import type { TomlTable } from '../../text/toml/toml-node.ts';
import { CommentsNear } from '../comment-near.ts';
import type { Reading } from '../reading.ts';

/** Reads a TOML file to the model that `read` makes of it. */
export function readTomlFile<A>(text: SourceText, read: (root: TomlTable, near: CommentsNear) => A): Reading<A> {
  const parsed = parseToml(text.content);
  if (parsed.kind === 'problem') {
    const span = { start: parsed.offset, end: parsed.offset };
    const limit = parsed.isLimit === true ? { isLimit: true as const } : {};
    return { artifact: undefined, comments: [], problems: [{ message: `is ${parsed.problem}`, span, ...limit }] };
  }
  const { root, comments } = parsed;
  return { artifact: read(root, new CommentsNear(text, comments)), comments, problems: [] };
}
