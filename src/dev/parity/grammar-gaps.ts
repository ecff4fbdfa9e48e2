import type { ParsedModule } from '../../ast/index.ts';

/** Valid Python that tree-sitter-python 0.25.0 cannot read; each leaves a gap of its own size, the rest is compared elsewhere. */
const GRAMMAR_GAPS: readonly { readonly name: string; readonly pattern: RegExp }[] = [];

/** The name of a known gap of the grammar that explains why a file differs; undefined when none does. */
export function findGrammarGap({ gaps, text }: ParsedModule): string | undefined {
  for (const gap of gaps) {
    const line = text.lineText(text.lineAt(gap.start));
    const known = GRAMMAR_GAPS.find(({ pattern }) => pattern.test(line));
    if (known !== undefined) return known.name;
  }
  return undefined;
}
