import type { Located, SourceText } from '../../text/index.ts';
import { type DependencyRequirement, parseRequirement } from './requirement.ts';

/** The requirements of a pip requirements file, in order; options, comments, paths and URLs without a name are left out. */
export function readRequirementsFile(text: SourceText): readonly Located<DependencyRequirement>[] {
  const found: Located<DependencyRequirement>[] = [];
  for (let line = 1; line <= text.lineCount; line++) {
    const content = text.lineText(line);
    if (/^\s*(#|-|$|\.|\/|[a-z+]+:\/\/)/.test(content)) continue;
    const value = parseRequirement(content.replace(/\s#.*$/, ''));
    const start = text.lineStart(line);
    if (value !== undefined) found.push({ value, span: { start, end: start + content.length } });
  }
  return found;
}
