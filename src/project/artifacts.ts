import type { Artifact, ArtifactKind, ArtifactModels } from '../artifacts/index.ts';
import { compareText, LineTable, type Span } from '../text/index.ts';

/** An artifact as the map phase reports it: plain JSON. */
export interface MappedArtifact {
  readonly path: string;
  /** Offsets of the file's lines. */
  readonly lineStarts: readonly number[];
  readonly artifact: Artifact;
}

/** Where in the repository something stands; lines and columns from 1. */
export interface ArtifactPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A file that is not Python, and what it says. */
export interface ArtifactFile<K extends ArtifactKind = ArtifactKind> {
  readonly path: string;
  /** The folder that it is in; empty for the root. */
  readonly folder: string;
  readonly model: ArtifactModels[K];
  /** The place of a span of it, as findings name places. */
  placeOf(span: Span): ArtifactPlace;
}

const README = /(?:^|\/)readme(?:[-_.][^/]*)?$/i;

/** All artifacts of a repository, by kind and in path order. */
export class Artifacts {
  readonly #byKind = new Map<ArtifactKind, ArtifactFile[]>();
  /** By kind and path. */
  readonly #placed = new Map<string, ArtifactFile>();

  constructor(mapped: readonly MappedArtifact[]) {
    for (const each of [...mapped].sort((a, b) => compareText(a.path, b.path))) {
      const { kind } = each.artifact;
      const file = fileOf(each);
      this.#placed.set(placeKey(kind, each.path), file);
      const files = this.#byKind.get(kind);
      if (files === undefined) this.#byKind.set(kind, [file]);
      else files.push(file);
    }
  }

  of<K extends ArtifactKind>(kind: K): readonly ArtifactFile<K>[] {
    const files: readonly ArtifactFile[] = this.#byKind.get(kind) ?? [];
    // Files are kept under the kind of their model; the compiler cannot follow a kind through the maps.
    return files as readonly ArtifactFile<K>[];
  }

  /** The documents that people open first. */
  get readmes(): readonly ArtifactFile<'markdown'>[] {
    const files: readonly ArtifactFile[] = this.#byKind.get('markdown') ?? [];
    // As in `of`.
    return files.filter(({ path }) => README.test(path)) as readonly ArtifactFile<'markdown'>[];
  }

  /** The artifact at a path, if it is of that kind. */
  at<K extends ArtifactKind>(kind: K, path: string): ArtifactFile<K> | undefined {
    return this.#placed.get(placeKey(kind, path)) as ArtifactFile<K> | undefined;
  }
}

const placeKey = (kind: ArtifactKind, path: string): string => `${kind} ${path}`;

function fileOf({ path, lineStarts, artifact }: MappedArtifact): ArtifactFile {
  const lines = new LineTable(lineStarts);
  return {
    path,
    folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
    model: artifact.model,
    placeOf({ start, end }) {
      const [from, to] = [lines.positionAt(start), lines.positionAt(Math.max(start, end))];
      return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
  };
}
