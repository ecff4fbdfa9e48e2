import type { ArtifactKind } from '../artifacts/index.ts';
import type { SourceText } from '../text/index.ts';
import { lineOf, linesIn } from './inquire-python.ts';
import type { Inquiry, LineContent } from './inquiry.ts';
import type { PreparedRules } from './prepared-rules.ts';

/** What stands on the line of a file that is not Python, and which rules look at the file. */
export function inquireArtifact(
  kind: ArtifactKind | undefined,
  text: SourceText,
  { artifact, project }: PreparedRules,
  inquiry: Inquiry,
): void {
  const { line } = inquiry.place;
  inquiry.lineCount = linesIn(text);
  inquiry.content = line > inquiry.lineCount ? 'beyond the end' : contentOf(lineOf(text, line).trim(), kind);
  for (const { rule, registered } of artifact) if (rule.artifact === kind) inquiry.looks.set(registered.name, 'file');
  for (const { registered } of project) inquiry.looks.set(registered.name, 'project');
}

function contentOf(code: string, kind: ArtifactKind | undefined): LineContent {
  if (code === '') return 'blank';
  return code.startsWith('#') && kind !== 'markdown' ? 'comment' : 'code';
}
