import type { ArtifactKind } from '../artifacts/index.ts';
import type { SourceText } from '../text/index.ts';
import { lineOf, linesIn } from './inquire-python.ts';
import { Inquiry, type LineContent } from './inquiry.ts';
import type { PreparedRules } from './prepared-rules.ts';
import type { Witness } from './witness.ts';

/** What is on the line of a file that is not Python, and which rules look at the file. */
export function inquireArtifact(
  path: string,
  kind: ArtifactKind | undefined,
  text: SourceText,
  { artifact, project }: PreparedRules,
  witness: Witness,
): void {
  if (witness instanceof Inquiry) inquireLine(kind, text, witness);
  for (const { rule, registered } of artifact) if (rule.artifact === kind) witness.see(path, registered.name, 'file');
  for (const { registered } of project) witness.see(path, registered.name, 'project');
}

function inquireLine(kind: ArtifactKind | undefined, text: SourceText, inquiry: Inquiry): void {
  const { line } = inquiry.place;
  inquiry.lineCount = linesIn(text);
  inquiry.content = line > inquiry.lineCount ? 'beyond the end' : contentOf(lineOf(text, line).trim(), kind);
}

function contentOf(code: string, kind: ArtifactKind | undefined): LineContent {
  if (code === '') return 'blank';
  return code.startsWith('#') && kind !== 'markdown' ? 'comment' : 'code';
}
