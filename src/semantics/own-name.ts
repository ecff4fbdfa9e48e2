import { type Expression, lastName } from '../ast/index.ts';
import type { Names } from './names.ts';

/** What a function or class is called where it comes from, whatever it was imported as: `Depends` of `from fastapi import Depends as D`. */
export function ownNameOf(named: Expression, names: Pick<Names, 'qualifiedName'>): string | undefined {
  const qualified = named.kind === 'Name' ? names.qualifiedName(named) : undefined;
  return qualified?.split('.').at(-1) ?? lastName(named);
}
