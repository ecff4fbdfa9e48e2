import type { ParsedModule } from '../../src/ast/index.ts';

/** Valid Python that tree-sitter-python 0.25.0 cannot read, each recognised by what is in the gap that it leaves. */
const GRAMMAR_GAPS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'PEP 696 default of a type parameter', pattern: /^\s*(?:class|def|async def|type)\s+\w+\s*\[[^\]]*=/m },
  { name: 'annotation that subscripts a subscript', pattern: /:\s*[\w.]+\[.*\]\s*\[/ },
  { name: 'line in brackets, after a dot, left of its block', pattern: /\.[ \t]*(?:#.*)?\n/ },
  { name: 'star before a literal in a tuple without brackets', pattern: /[=,][ \t]*\*[ \t]*["'[({\d]/ },
];

/** The name of a known gap of the grammar that explains why a file differs; undefined when none does. */
export function findGrammarGap({ gaps, text }: ParsedModule): string | undefined {
  for (const gap of gaps) {
    const start = text.lineStart(text.lineAt(gap.start));
    const end = text.lineStart(text.lineAt(gap.end) + 1);
    const source = text.slice({ start, end });
    const known = GRAMMAR_GAPS.find(({ pattern }) => pattern.test(source));
    if (known !== undefined) return known.name;
  }
  return undefined;
}
