/**
 * The one detector of secrets in texts. It goes by what is there, not by what a program does with it, so that it works for files,
 * parts of them, old versions, patches and messages alike. Linear in the length of the text.
 */
import { positionalSecrets } from './arguments.ts';
import { generatedSecrets } from './generated.ts';
import { quietStretches } from './literals.ts';
import { namedSecrets } from './named-values.ts';
import {
  addressSecrets,
  argumentSecrets,
  commandSecrets,
  cookieSecrets,
  FORM_WORD,
  headerSecrets,
  issuedSecrets,
  manifestSecrets,
  seedSecrets,
} from './other-forms.ts';
import type { FoundSecret, TextKind } from './spans.ts';

export function findSecrets(text: string, kind: TextKind): FoundSecret[] {
  const stretches = kind === 'python' ? quietStretches(text) : undefined;
  const found = [
    ...namedSecrets(text, kind, stretches),
    ...issuedSecrets(text),
    ...generatedSecrets(text, kind, stretches),
    ...commandSecrets(text),
  ];
  if (kind !== 'settings') found.push(...positionalSecrets(text));
  if (!FORM_WORD.test(text)) return found;
  found.push(...addressSecrets(text), ...headerSecrets(text), ...cookieSecrets(text), ...seedSecrets(text));
  found.push(...argumentSecrets(text));
  if (kind === 'settings') found.push(...manifestSecrets(text));
  return found;
}
