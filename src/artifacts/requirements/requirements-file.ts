import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { type DependencyRequirement, parseRequirement } from './requirement.ts';

/** A pip requirements file. */
export interface RequirementsFile {
  /** In order; options, paths and URLs without a name are left out. */
  readonly requirements: readonly Located<DependencyRequirement>[];
}

/** Reads a pip requirements file. */
export function readRequirementsFile(text: SourceText): Reading<RequirementsFile> {
  const requirements: Located<DependencyRequirement>[] = [];
  const comments: Located<string>[] = [];
  for (let line = 1; line <= text.lineCount; line++) {
    const content = text.lineText(line);
    const start = text.lineStart(line);
    const comment = /(?:^|\s)#/.exec(content);
    if (comment !== null) {
      const at = comment.index + comment[0].length - 1;
      comments.push({ value: content.slice(at), span: { start: start + at, end: start + content.length } });
    }
    if (/^\s*(#|-|$|\.|\/|[a-z+]+:\/\/)/.test(content)) continue;
    const value = parseRequirement(content.replace(/\s#.*$/, ''));
    if (value !== undefined) requirements.push({ value, span: { start, end: start + content.length } });
  }
  return { artifact: { requirements }, comments, problems: [] };
}
