/** Attributes of objects of libraries that may be `None`, and of which something is read all the same. */
import { type Attribute, dottedName, type Expression, lastName, nodesOf } from '#ast';
import type { DoubtId } from '#findings';
import type { FactsContext } from '#kit';
import { isAboutDiscord } from '#kit/calls';
import { DISCORD_OPTIONAL } from '#knowledge/optional-results';
import { whenMessageLacks } from '#semantics/types/message-parts';
import type { LibraryUse } from './facts.ts';
import { packUse, unguardedUseOf } from './unguarded-uses.ts';

/** When it is `None`, and what speaks against that; `isKept`: the object has it, and no call returns it. */
interface Lack {
  readonly when: string;
  readonly doubt?: DoubtId;
  readonly isKept?: true;
}

export function optionalReadsIn(file: FactsContext): readonly LibraryUse[] {
  return nodesOf(file.module, 'Attribute').flatMap((read): LibraryUse[] => {
    const lack = lackOf(read, file);
    const use = lack && unguardedUseOf(read, file);
    return use ? [{ kind: 'library', source: 'other', ...lack, ...packUse(read.attr, use, file) }] : [];
  });
}

/** `message.text` of a chat, `ctx.author.voice.channel`, `answer.choices[0].message.content` of a language model. */
function lackOf(read: Attribute, file: FactsContext): Lack | undefined {
  const when = whenMessageLacks(read, file);
  if (when !== undefined) return { when, isKept: true };
  const written = read.parent?.kind === 'Attribute' && isAboutDiscord(file) ? (dottedName(read) ?? '') : '';
  const known = DISCORD_OPTIONAL.find(([names]) => names.test(written));
  if (known !== undefined) return { when: known[1], doubt: 'value-always-present' };
  if (read.attr !== 'content' || read.ctx !== 'Load' || !isFirstChoice(file.flow.whole(read.value))) return undefined;
  const hasTools = nodesOf(file.module, 'keyword').some(({ arg }) => arg === 'tools');
  return { when: 'when the model calls a tool or refuses', ...(!hasTools && { doubt: 'value-always-present' }) };
}

function isFirstChoice(message: Expression): boolean {
  const choice = message.kind === 'Attribute' && message.attr === 'message' ? message.value : undefined;
  return choice?.kind === 'Subscript' && lastName(choice.value) === 'choices';
}
