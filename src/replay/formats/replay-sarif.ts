import type { Log, ReportingDescriptor, Result } from 'sarif';
import { jsonDocument } from '../../reporters/json-document.ts';
import { pathToUri } from '../../reporters/path-to-uri.ts';
import { ROOT_ID } from '../../reporters/sarif/location.ts';
import { levelOf } from '../../reporters/sarif/rule-descriptor.ts';
import { sentence } from '../../reporters/sentence.ts';
import type { VerdictKind } from '../replayed-claim.ts';
import { type ReplayDocument, type ToldClaim, VERDICT_KINDS } from './replay-document.ts';
import { placeOf } from './verdict-words.ts';

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): a result for each claim, whose kind says what became of it. */
export function replaySarif(replay: ReplayDocument): string {
  const { tool, claims, complete } = replay;
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: `https://www.npmjs.com/package/${tool.name}`,
            rules: VERDICT_KINDS.map(descriptor),
          },
        },
        automationDetails: { id: 'replay/' },
        invocations: [{ executionSuccessful: complete }],
        originalUriBaseIds: { [ROOT_ID]: { description: { text: 'The root of the checkout.' } } },
        columnKind: 'utf16CodeUnits',
        results: claims.map(resultOf),
      },
    ],
  };
  return jsonDocument(log);
}

/** SARIF's own words: `fail` is there, `pass` is mended, `review` is for a person, `notApplicable` was never so or has no code any more. */
const KINDS: Readonly<Record<VerdictKind, NonNullable<Result['kind']>>> = {
  present: 'fail',
  'fixed-in-name-only': 'fail',
  moved: 'review',
  fixed: 'pass',
  gone: 'notApplicable',
  contradicted: 'notApplicable',
  'not-decidable': 'review',
};

const DESCRIPTIONS: Readonly<Record<VerdictKind, string>> = {
  present: 'a claim of a written audit that still holds',
  'fixed-in-name-only': 'a claim that the document calls fixed, and that still holds',
  moved: 'a claim whose code stands in another file now',
  fixed: 'a claim that no longer holds',
  gone: 'a claim whose code no longer exists',
  contradicted: 'a claim that the code contradicts',
  'not-decidable': 'a claim that no rule decides on',
};

function descriptor(kind: VerdictKind): ReportingDescriptor {
  return {
    id: `claim-${kind}`,
    shortDescription: { text: sentence(DESCRIPTIONS[kind]) },
    help: { text: '`auditlint replay` holds the claims of a written audit against the code.' },
  };
}

function resultOf(claim: ToldClaim): Result {
  const { id, title, severity, verdict } = claim;
  const kind = KINDS[verdict.kind];
  const place = placeOf(claim);
  const { rule, fingerprint, fixedIn } = verdict;
  return {
    ruleId: `claim-${verdict.kind}`,
    ruleIndex: VERDICT_KINDS.indexOf(verdict.kind),
    kind,
    // Only what fails has a level.
    level: kind === 'fail' ? levelOf(verdict.severity ?? severity ?? 'P2') : 'none',
    message: { text: sentence(`${id}: ${escapeLinks(title)}. ${escapeLinks(verdict.because)}`) },
    ...(place !== undefined && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: pathToUri(place.path), uriBaseId: ROOT_ID },
            region: { startLine: place.line },
          },
        },
      ],
    }),
    partialFingerprints: { 'auditlintClaim/v1': id },
    properties: {
      claim: id,
      verdict: verdict.kind,
      ...(rule !== undefined && { rule }),
      ...(fingerprint !== undefined && { fingerprint }),
      ...(fixedIn !== undefined && { fixedIn }),
    },
  };
}

/** In a message, brackets begin a link. */
function escapeLinks(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}
