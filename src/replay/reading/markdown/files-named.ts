import { memoize } from '../../../collections/index.ts';
import type { StatedPlace } from '../../claim.ts';
import { isOrdered } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { type Block, type Section, textOf } from './document.ts';

/** A part that names more files is about none of them. */
const MOST_FILES = 8;

/** The files that the prose of a part names with the uncounted parts below it, each once; none where they are many. */
export const filesNamed: (section: Section) => readonly StatedPlace[] = memoize(
  ({ heading, first, blocks, sections }: Section): readonly StatedPlace[] => {
    const parts = sections.filter((part) => !isOrdered(textOf(part.heading)));
    const places = [...placesIn(textOf(heading), first), ...blocks.flatMap(filesOfBlock), ...parts.flatMap(filesNamed)];
    const files = places.filter(({ path }) => path !== '' && !path.endsWith('/'));
    const byPath = new Map(files.map((place) => [place.path, { ...place, ranges: [] }]));
    return byPath.size > MOST_FILES ? [] : [...byPath.values()];
  },
);

function filesOfBlock(block: Block): readonly StatedPlace[] {
  if (block.kind === 'prose') return block.lines.flatMap((line) => placesIn(textOf(line), block.first));
  if (block.kind === 'list') return block.items.flatMap((item) => item.blocks.flatMap(filesOfBlock));
  return [];
}
