/** Artifacts that hold many of what they can hold, and texts that are hard on anyone who reads their format. */
import { ARTIFACT_LISTS } from './artifact-lists.ts';
import { ARTIFACT_SHAPES } from './artifact-shapes.ts';
import { type GrowthCase, times } from './growth-case.ts';

export const artifactCases = (): GrowthCase[] => [...listCases(), ...ARTIFACT_SHAPES];

export const listCases = (): GrowthCase[] =>
  Object.entries(ARTIFACT_LISTS).flatMap(([kind, { path, most, lists: all }]) =>
    Object.entries(all).map(
      ([name, [before, each, after = '']]): GrowthCase => ({
        name: `${kind}: many ${name}`,
        size: 40,
        ...(most !== undefined && { most }),
        files: (size) => new Map([[path, before + times(size, (index) => numbered(each, index)) + after]]),
      }),
    ),
  );

const numbered = (text: string, index: number): string =>
  text.replaceAll(/@@?/g, (sign) => (sign === '@@' ? '@' : String(index)));
