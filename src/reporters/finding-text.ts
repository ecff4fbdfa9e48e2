import type { Finding } from '../findings/index.ts';
import { sentence } from './sentence.ts';

/** What is wrong and what to do, in sentences, for formats that have one text for a finding. */
export function findingText({ message, remedy, location: { cell, line } }: Finding): string {
  const inCell = cell === undefined ? '' : ` (Cell ${cell}, line ${line}.)`;
  return `${sentence(message)} ${sentence(remedy)}${inCell}`;
}
