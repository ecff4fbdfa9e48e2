import type { Location, RelatedLocation } from '../../findings/index.ts';
import { sentence } from '../sentence.ts';

/**
 * The text of a result: the fact as a sentence, then links to the related locations by their ids (from 1), the evidence
 * first, then the other places of the cause. A viewer shows only related locations that the message links to.
 */
export function resultMessage(
  fact: string,
  remedy: string | undefined,
  evidence: readonly RelatedLocation[],
  samePlaces: readonly Location[],
): string {
  const sentences = [sentence(escapeLinks(fact))];
  if (samePlaces.length > 0) {
    const links = samePlaces.map(({ path, line }, index) => link(`${path}:${line}`, evidence.length + index));
    sentences.push(`Same cause: ${links.join(', ')}.`);
  }
  if (remedy !== undefined) sentences.push(sentence(escapeLinks(remedy)));
  if (evidence.length > 0)
    sentences.push(`See ${evidence.map(({ message }, index) => link(message, index)).join(', ')}.`);
  return sentences.join(' ');
}

function link(text: string, index: number): string {
  return `[${text.replace(/[[\]\\]/g, '\\$&')}](${index + 1})`;
}

// Brackets mean nothing in a plain message unless a parenthesis follows: then `queue[i](x)` would be a link.
function escapeLinks(text: string): string {
  return text.includes('](') ? text.replace(/[[\]]/g, '\\$&') : text;
}
