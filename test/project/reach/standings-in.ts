import type { Standing } from '../../../src/findings/index.ts';
import { deliveryOf } from '../read-project.ts';

/** Asks a small repository, given as content by path, where the line stands that holds a text. */
export function standingsIn(files: Readonly<Record<string, string>>): (path: string, text: string) => Standing {
  const project = deliveryOf(new Map(Object.entries(files)));
  return (path, text) => {
    const before = files[path]?.split(text)[0];
    if (before === undefined || before === files[path]) throw new Error(`${path} has no ${text}`);
    return project.standingAt(path, before.split('\n').length);
  };
}

/** `run by hand: because` */
export const reported = ({ reach, because, isByHand }: Standing): string =>
  `${reach}${isByHand ? ' by hand' : ''}: ${because}`;
