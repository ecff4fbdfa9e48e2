import type { ParsedModule } from '#ast';

/**
 * A script says by itself what has to be installed for it, as `uv run` and `pipx run` do.
 * https://packaging.python.org/en/latest/specifications/inline-script-metadata/
 */
export const hasOwnList = ({ comments }: ParsedModule): boolean => comments.some(({ text }) => text === '# /// script');
