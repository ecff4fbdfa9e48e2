import { normalizeDistribution, readArtifact } from '../../artifacts/index.ts';
import { fileKindOf, isPythonFileKind } from '../../discover/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codesIn } from '../code-names.ts';
import { likelyRules, shortQuote } from '../mended-code.ts';
import { SAYS_NOT } from '../reading/words/fact-words.ts';
import { SAYS_UNPINNED } from '../reading/words/setting-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import { type CodeFile, isDocument } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** What files of settings say is plain: a requirement, an image, a port, as the claim quotes it. */
export function statedSettings(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  return unpinned(anchored, ground) ?? quotedSetting(anchored, ground);
}

/** A file of settings holds word for word what the claim quotes of it, and no rule of ours that the claim may speak of looked there. */
function quotedSetting(anchored: AnchoredClaim, { conclusions, fits }: VerdictGround): Verdict | undefined {
  const { claim, quotes, files } = anchored;
  if (SAYS_NOT.test(claim.title) || claim.status === 'fixed') return undefined;
  const [quote, ...others] = quotes.filter(({ lines }) => lines.length > 0);
  const found = quote?.found;
  if (quote === undefined || found === undefined || !files.includes(found.path) || !isSettings(found.path))
    return undefined;
  const isWhole = [quote, ...others].every(
    (each) => each.found !== undefined && !each.found.isRenamed && each.found.share >= WHOLE,
  );
  if (!isWhole || !/[:=\s]/.test(quote.quote.text.trim())) return undefined;
  // A rule that looked at this file and found nothing speaks against it, though it proves nothing.
  if (likelyRules(anchored, fits).some((rule) => conclusions.lookOf(rule, found.path) !== undefined)) return undefined;
  const { path, lines } = found;
  const evidence = [{ message: 'the quoted setting', path, line: lines.first }];
  return presentFact(anchored, `\`${shortQuote(quote)}\` is set at ${path}:${lines.first} as it is quoted`, evidence);
}

const WHOLE = 0.99;

function isSettings(path: string): boolean {
  if (SETTINGS.test(path)) return true;
  const kind = fileKindOf(path);
  return kind !== undefined && !isPythonFileKind(kind) && !isDocument(path);
}

const SETTINGS = /\.(?:conf|cfg|ini|toml|service|properties)$|(?:^|\/)\.?env(?:\.|$)/;

/** The title says of packages that they have no version, and so they stand in a file of requirements. */
function unpinned(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title } = anchored.claim;
  const names = codesIn(title).filter((code) => /^[A-Za-z][\w.-]*$/.test(code) && !/\.(?:txt|toml|cfg|py)$/.test(code));
  if (!SAYS_UNPINNED.test(title) || names.length === 0) return undefined;
  const files = anchored.files.filter((path) => fileKindOf(path) === 'requirements');
  for (const path of files) {
    const [name = ''] = names;
    const line = openLineOf(name, ground.code.file(path));
    if (line !== undefined)
      return presentFact(anchored, `\`${name}\` has no upper bound at ${path}:${line}`, [
        { message: 'open above', path, line },
      ]);
    if (openLineOf(name, auditedFile(path, ground)) !== undefined)
      return endedFact(
        `\`${name}\` had no upper bound in \`${path}\` when the document was written, and has one now`,
        [],
        undefined,
      );
  }
  return undefined;
}

/** Where a file asks for a package of which any later version will do. */
function openLineOf(name: string, file: CodeFile | undefined): number | undefined {
  const { artifact } = file === undefined ? {} : readArtifact('requirements', file.text, file.path);
  if (file === undefined || artifact?.kind !== 'requirements') return undefined;
  const asked = artifact.model.requirements.find(({ value }) => value.distribution === normalizeDistribution(name));
  const isOpen = asked !== undefined && !/==|<|~=/.test(asked.value.specifier) && asked.value.url === undefined;
  return isOpen ? file.text.lineAt(asked.span.start) : undefined;
}
