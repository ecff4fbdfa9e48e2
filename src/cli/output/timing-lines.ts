import type { Timing } from '../../engine/index.ts';
import { plain, type StyledLine, styled } from '../../reporters/index.ts';

/** Entries shown of each list. */
const MAX_SHOWN = 15;

/** Where the time of a scan went: phases, and the slowest rules and files. */
export function timingLines({ phases, rules, files }: Timing): StyledLine[] {
  return [
    ...timingTable('Phase', [...phases]),
    ...timingTable('Rule', slowest(rules)),
    ...timingTable('File', slowest(files)),
  ];
}

function timingTable(title: string, rows: readonly (readonly [string, number])[]): StyledLine[] {
  if (rows.length === 0) return [];
  return [
    [styled('strong', `${'ms'.padStart(9)}  ${title}`)],
    ...rows.map(([name, milliseconds]) => [plain(`${milliseconds.toFixed(1).padStart(9)}  ${name}`)]),
  ];
}

function slowest(times: ReadonlyMap<string, number>): (readonly [string, number])[] {
  return [...times].sort(([, a], [, b]) => b - a).slice(0, MAX_SHOWN);
}
