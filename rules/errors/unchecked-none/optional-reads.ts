/** Attributes of objects of libraries that may be `None`, and of which something is read all the same. */
import { dottedName, nodesOf } from '#ast';
import { type FactsContext, packPlace } from '#kit';
import { isAboutDiscord } from '#kit/calls';
import { DISCORD_OPTIONAL, type EmptyResult } from '#knowledge/optional-results';
import { whenMessageLacks } from '#semantics/types/message-parts';
import type { Use } from './facts.ts';
import { unguardedReadOf } from './unguarded-uses.ts';

export interface OptionalRead extends EmptyResult, Use {
  readonly kind: 'library';
}

/** `ctx.author.voice.channel`, `channel.category.overwrites` */
export function optionalReadsIn(file: FactsContext): readonly OptionalRead[] {
  const isDiscord = isAboutDiscord(file);
  return nodesOf(file.module, 'Attribute').flatMap((read): OptionalRead[] => {
    const written = isDiscord && read.parent?.kind === 'Attribute' ? (dottedName(read) ?? '') : '';
    const missing = whenMessageLacks(read, file);
    const when = missing ?? DISCORD_OPTIONAL.find(([names]) => names.test(written))?.[1];
    const use = when === undefined ? undefined : unguardedReadOf(read, file);
    if (when === undefined || use === undefined || file.flow.isUnreachable(read)) return [];
    const more = missing === undefined ? { doubt: 'value-always-present' as const } : { isKept: true as const };
    const at = { within: file.names.qualnameOf(read), place: packPlace(file, use.node) };
    return [{ kind: 'library', when, source: 'other', says: use.says, callee: read.attr, ...at, ...more }];
  });
}
