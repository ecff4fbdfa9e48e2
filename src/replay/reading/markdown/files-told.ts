import { memoize } from '../../../collections/index.ts';
import type { StatedPlace } from '../../claim.ts';
import { isOrdered, readId } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { type Block, type Section, textOf } from './document.ts';

/** A part that names more files is about none of them. */
const MOST_FILES = 8;

/** The files that the prose of a part names, with the parts below it that are no claims of their own, each once; none where they are many. */
export function filesTold(section: Section): readonly StatedPlace[] {
  const found = allFiles(section);
  return found.length > MOST_FILES ? [] : found;
}

/** One more than may be is enough to know. */
const allFiles = memoize((section: Section): readonly StatedPlace[] => {
  const told = [...placesIn(textOf(section.heading), section.first), ...section.blocks.flatMap(filesOfBlock)];
  const places = [...told, ...section.sections.filter(isAspect).flatMap(allFiles)].filter(({ path }) => isFile(path));
  const byPath = new Map(places.map((place) => [place.path, { ...place, ranges: [] }]));
  return [...byPath.values()].slice(0, MOST_FILES + 1);
});

/** "Hidden coupling", and not "P0-1: The key is lost" or "1.2 Training", which are about matters of their own. */
function isAspect({ heading }: Section): boolean {
  const text = textOf(heading);
  return readId(text) === undefined && !isOrdered(text);
}

const isFile = (path: string): boolean => path !== '' && !path.endsWith('/');

/** A row with an id is about a matter of its own. */
function filesOfBlock(block: Block): readonly StatedPlace[] {
  switch (block.kind) {
    case 'code':
      return [];
    case 'prose':
      return block.lines.flatMap((line) => placesIn(textOf(line), block.first));
    case 'list':
      return block.items.flatMap((item) => item.blocks.flatMap(filesOfBlock));
    case 'table':
      return block.rows
        .filter(({ cells: [first = []] }) => readId(`${textOf(first).trim()}:`) === undefined)
        .flatMap(({ cells, line }) => cells.flatMap((cell) => placesIn(textOf(cell), line)));
  }
}
