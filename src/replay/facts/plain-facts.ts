/** What no rule decides and a look at the place does: what stands there, how long it is, what it is called. */

import type { AnchoredClaim } from '../anchor-claim.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { VerdictGround } from '../verdict.ts';
import { callSurroundings } from './call-surroundings.ts';
import { changedSettings } from './changed-settings.ts';
import { closedClaims } from './closed-claims.ts';
import { codeThatLeft } from './code-that-left.ts';
import { copiedFunctions } from './copied-functions.ts';
import { fileExistence } from './file-existence.ts';
import { markedLines } from './marked-lines.ts';
import { missingArtifacts } from './missing-artifacts.ts';
import { missingConcept } from './missing-concept.ts';
import { missingImport } from './missing-import.ts';
import { missingTests } from './missing-tests.ts';
import { proposedCode } from './proposed-code.ts';
import { statedAbsence } from './stated-absence.ts';
import { statedCounts } from './stated-counts.ts';
import { statedLiterals } from './stated-literals.ts';
import { statedSettings } from './stated-settings.ts';
import { statedSize } from './stated-size.ts';
import { tellingSyntax } from './telling-syntax.ts';
import { undeclaredPackages } from './undeclared-packages.ts';
import { unreadNames } from './unread-names.ts';
import { unusedNames } from './unused-names.ts';
import { usedCode } from './used-code.ts';

/** Undefined where the claim states nothing that can be looked up. */
export function factVerdict(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (anchored.claim.status === 'retracted') return undefined;
  return (
    fileExistence(anchored, ground) ??
    missingArtifacts(anchored, ground) ??
    statedSize(anchored, ground) ??
    copiedFunctions(anchored, ground) ??
    missingImport(anchored, ground) ??
    undeclaredPackages(anchored, ground) ??
    unusedNames(anchored, ground) ??
    tellingSyntax(anchored, ground) ??
    mendedVerdict(anchored, ground) ??
    statedLiterals(anchored, ground) ??
    closedClaims(anchored, ground) ??
    unreadNames(anchored, ground) ??
    missingTests(anchored, ground) ??
    statedAbsence(anchored, ground) ??
    missingConcept(anchored, ground) ??
    callSurroundings(anchored, ground) ??
    statedCounts(anchored, ground) ??
    statedSettings(anchored, ground) ??
    usedCode(anchored, ground)
  );
}

/** The code that the claim is about was changed, and as git shows so that what is said of it can hold no longer. */
export function mendedVerdict(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  return (
    codeThatLeft(anchored, ground) ??
    proposedCode(anchored, ground) ??
    markedLines(anchored, ground) ??
    changedSettings(anchored, ground)
  );
}
