import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ArtifactKind, type ArtifactModels, readArtifact } from '../../src/artifacts/index.ts';
import { SourceText, type Span } from '../../src/text/index.ts';
import { projectRoot } from '../../tools/project-root.ts';

/** A file under fixtures/artifacts, read as what discovery takes it for. */
export function readFixture<K extends ArtifactKind>(kind: K, path: string, discovered: string = kind) {
  const text = new SourceText(readFileSync(join(projectRoot, 'fixtures/artifacts', path), 'utf8'));
  const { artifact, problems, comments } = readArtifact(discovered, text, path);
  if (artifact?.kind !== kind) throw new Error(`${path} was read as ${artifact?.kind}`);
  // The kind says which model it is; the compiler does not narrow by a type parameter.
  const model = artifact.model as ArtifactModels[K];
  expectPlain(model);
  return { model, problems, comments, text, lineOf: ({ start }: Span) => text.lineAt(start) };
}

/** Models cross from map to reduce as JSON, which must lose nothing. */
function expectPlain(model: unknown): void {
  const json = JSON.stringify(model);
  if (JSON.stringify(JSON.parse(json)) !== json) throw new Error('the model is not plain JSON');
}

/** The words of each command of a script, those that are not known with a tilde. */
export function wordsOf(script: { readonly commands: readonly { readonly words: readonly Word[] }[] } | undefined) {
  return script?.commands.map(({ words }) => words.map((word) => word.text + (word.isDynamic ? '~' : '')).join(' '));
}

interface Word {
  readonly text: string;
  readonly isDynamic: boolean;
}
