/** `node:fs` where there is no disk: nothing is there. Files come from the tree that is handed to the scan. */
export const existsSync = (): boolean => false;
export const realpathSync = (path: string): string => path;
export const lstatSync = (): undefined => undefined;
export const statSync = (): undefined => undefined;

function refuse(): never {
  throw Object.assign(new Error('there is no disk in the browser'), { code: 'ENOENT' });
}
export const readFileSync = refuse;
export const readdirSync = refuse;
export const readlinkSync = refuse;
export const openSync = refuse;
export const closeSync = refuse;
export const fstatSync = refuse;
export const readSync = refuse;
export const constants = {};
