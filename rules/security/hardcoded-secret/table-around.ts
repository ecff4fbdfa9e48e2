/** Lists of accounts and keys that are in the code. */
import { ancestors, type Constant } from '#ast';

/** The outermost table of records that a secret is in, where there is a list of them: accounts are changed together. */
export function tableAround(literal: Constant, path: string): string | undefined {
  let isInRecord = false;
  let table: string | undefined;
  for (const around of ancestors(literal)) {
    const isList = around.kind === 'List' || around.kind === 'Tuple';
    const isRecord = around.kind === 'Dict' || around.kind === 'Call';
    if (!isList && !isRecord && around.kind !== 'keyword') break;
    if (isInRecord && (isList || (isRecord && table !== undefined))) table = `${path} ${around.start}`;
    isInRecord ||= isRecord;
  }
  return table;
}
