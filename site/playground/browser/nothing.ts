/** In the place of what a page never gets to: threads of piscina, native parsers. */
export const createRequire = (): never => {
  throw new Error('not in the browser');
};
export class MapPool {}
