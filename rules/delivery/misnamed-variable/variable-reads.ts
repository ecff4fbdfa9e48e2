/** Environment variables that code reads, and which of them a similar name means. */
import { nodesOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { EnvironmentNames } from '#kit/settings';
import { settingFieldsOf } from '#semantics/types/setting-fields';
import { nearnessOf } from './near-variables.ts';
import type { VariableSet } from './variables-set.ts';

interface Read {
  readonly name: string;
  readonly place: PackedPlace;
}

export interface Variables {
  readonly names?: EnvironmentNames;
  readonly reads: readonly Read[];
}

/** Of the environment, and fields of settings that it fills. */
export function readsIn(file: FactsContext): readonly Read[] {
  const reads = [...nodesOf(file.module, 'Call'), ...nodesOf(file.module, 'Subscript')].flatMap((node) => {
    const name = file.values.environmentRead(node)?.key;
    return name === undefined ? [] : [{ name, place: packPlace(file, node) }];
  });
  const filled = settingFieldsOf(file).flatMap(({ field, variable: name }) =>
    name === undefined ? [] : [{ name, place: packPlace(file, field) }],
  );
  return [...reads, ...filled];
}

export type PlacedRead = Read & { readonly path: string };

/** What the code reads under almost that name, unless it may be one of several. */
export function meantBy(name: string, reads: readonly PlacedRead[]): { read: PlacedRead; isSure: boolean } | undefined {
  const near = reads.flatMap((read) => {
    const nearness = nearnessOf(name, read.name);
    return nearness === undefined ? [] : [{ read, isSure: nearness === 'one' }];
  });
  const best = near.find(({ isSure }) => isSure) ?? near[0];
  const isOne = near.every(({ read, isSure }) => isSure !== best?.isSure || read.name === best.read.name);
  return isOne ? best : undefined;
}

export const SETS: Readonly<Record<VariableSet['by'], string>> = {
  image: 'the image sets',
  service: 'the service sets',
  file: 'the file sets',
  command: 'the command sets',
  document: 'the document lists',
};

/** So many of its variables are read: the document speaks of this code. */
export const MANY = 3;
