/**
 * What dockerfile-ast uses of vscode-languageserver-types, which brings 28 KB for it; the bundle has this in its place. A test
 * holds it against the package, and against what is asked for.
 */
interface PositionShape {
  readonly line: number;
  readonly character: number;
}

export const Position = {
  create: (line: number, character: number): PositionShape => ({ line, character }),
};

export const Range = {
  create: (...ends: readonly [PositionShape, PositionShape] | readonly [number, number, number, number]) => {
    if (ends.length === 2) return { start: ends[0], end: ends[1] };
    const [line, character, endLine, endCharacter] = ends;
    return { start: Position.create(line, character), end: Position.create(endLine, endCharacter) };
  },
};
