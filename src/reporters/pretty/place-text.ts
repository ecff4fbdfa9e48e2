import type { Location } from '../../findings/index.ts';
import { shellWord } from '../shell-word.ts';

/** `path:line:column`, with the cell in a notebook. */
export function formatPlace(place: Location): string {
  return `${shellWord(place.path)}${place.cell === undefined ? ':' : ' '}${placeInFile(place)}`;
}

/** The same without the path: `line:column`, `cell 3:line:column`. */
export function placeInFile({ line, column, cell }: Location): string {
  return cell === undefined ? `${line}:${column}` : `cell ${cell}:${line}:${column}`;
}
