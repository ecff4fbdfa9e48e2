/**
 * What the bundled packages use of vscode-languageserver-types, which brings 28 KB for it; the bundle has this in its place. A test
 * holds it against the package, and against what they ask for.
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

const LARGEST = 2 ** 31 - 1;

export const integer = { is: (value: unknown) => isBetween(-LARGEST - 1, value) };
export const uinteger = { is: (value: unknown) => isBetween(0, value) };

const isBetween = (least: number, value: unknown): boolean =>
  typeof value === 'number' && least <= value && value <= LARGEST;

const isText = (value: unknown): value is string => typeof value === 'string';

export const URI = { is: isText };
export const DocumentUri = { is: isText };

export const WorkspaceFolder = {
  is: (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'uri' in value &&
    URI.is(value.uri) &&
    'name' in value &&
    typeof value.name === 'string',
};
