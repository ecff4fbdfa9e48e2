import { ParseError, parseTOML } from 'toml-eslint-parser';
import type { Located } from '../located.ts';
import { buildToml } from './build-toml.ts';
import type { TomlTable } from './toml-node.ts';

export type ParsedToml =
  | { readonly kind: 'toml'; readonly root: TomlTable; readonly comments: readonly Located<string>[] }
  /** `problem` goes on a sentence that begins "The file is"; `offset` is where. */
  | { readonly kind: 'problem'; readonly problem: string; readonly offset: number; readonly isLimit?: true };

/** No file that people write is as long, and the parser takes two seconds for each million characters. */
const MAX_LENGTH = 500_000;

/** Parses TOML 1.1, without a byte order mark. Never throws. */
export function parseToml(content: string): ParsedToml {
  if (content.length > MAX_LENGTH)
    return { kind: 'problem', problem: 'too long to be read as TOML', offset: 0, isLimit: true };
  try {
    const program = parseTOML(content, { tomlVersion: 'latest' });
    const comments = program.comments.map(({ range: [start, end] }) => {
      return { value: content.slice(start, end), span: { start, end } };
    });
    return { kind: 'toml', root: buildToml(program), comments };
  } catch (error) {
    if (error instanceof ParseError) {
      const reason = error.message.charAt(0).toLowerCase() + error.message.slice(1);
      return { kind: 'problem', problem: `not valid TOML: ${reason}`, offset: error.index };
    }
    // The parser recurses into values, and takes the letters of a text for arguments.
    const problem = 'nested too deep to be read as TOML, or holds too long a text';
    return { kind: 'problem', problem, offset: 0, isLimit: true };
  }
}
