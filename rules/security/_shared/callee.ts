/** The called function, as messages name it. */
import { dottedName, type Expression, lastName } from '#ast';

/** In backticks, as it is written: `os.system`. */
export function calleeCode(func: Expression): string {
  const name = dottedName(func) ?? lastName(func);
  return name === undefined ? 'the call' : `\`${name}\``;
}
