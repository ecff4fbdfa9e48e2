import type { Finding, Location } from '../findings/index.ts';
import { counted } from '../text/wording.ts';
import { sentence } from './sentence.ts';

/** What is wrong and what to do, in sentences, for formats that have one text for a finding. */
export function findingText(finding: Finding, pathOf?: (path: string) => string): string {
  const { message, remedy, location } = finding;
  const { cell, line } = location;
  const inCell = cell === undefined ? '' : ` (Cell ${cell}, line ${line}.)`;
  const facts = [message, ...morePlaces(finding, pathOf), remedy].map(sentence);
  return `${facts.join(' ')}${inCell}`;
}

/** Other places that are named; of more only their number is reported. */
const NAMED = 5;

/** The other places of the cause, as a sentence without its full stop; none where there is one place only. */
export function morePlaces({ places = [] }: Finding, pathOf: (path: string) => string = (path) => path): string[] {
  if (places.length === 0) return [];
  const named = places.slice(0, NAMED).map(({ location }) => placeText(location, pathOf));
  const left = places.length - named.length;
  return [`Same cause: ${[...named, ...(left > 0 ? [countedPlaces(left)] : [])].join(', ')}`];
}

/** `8 more places`. */
export const countedPlaces = (count: number): string => counted(count, 'more place');

function placeText({ path, line, cell }: Location, pathOf: (path: string) => string): string {
  return cell === undefined ? `${pathOf(path)}:${line}` : `${pathOf(path)} cell ${cell}:${line}`;
}
