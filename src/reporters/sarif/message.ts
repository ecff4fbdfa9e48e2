import type { RelatedLocation } from '../../findings/index.ts';
import { sentence } from '../sentence.ts';

/**
 * The text of a result: the fact as a sentence, then links to the related locations by their ids (from 1). A viewer
 * shows only related locations that the message links to.
 */
export function resultMessage(fact: string, remedy: string | undefined, related: readonly RelatedLocation[]): string {
  const sentences = [sentence(escapeLinks(fact))];
  if (remedy !== undefined) sentences.push(sentence(escapeLinks(remedy)));
  if (related.length > 0) sentences.push(`See ${related.map(link).join(', ')}.`);
  return sentences.join(' ');
}

function link({ message }: RelatedLocation, index: number): string {
  return `[${message.replace(/[[\]\\]/g, '\\$&')}](${index + 1})`;
}

// Brackets mean nothing in a plain message unless a parenthesis follows: then `queue[i](x)` would be a link.
function escapeLinks(text: string): string {
  return text.includes('](') ? text.replace(/[[\]]/g, '\\$&') : text;
}
