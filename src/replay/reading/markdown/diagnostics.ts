/** Lines of quoted output that say what is wrong: each is a claim of the program that printed it. */

import type { ClaimDraft } from '../claim-draft.ts';
import { wordSet } from '../words/phrases.ts';
import { type Code, plainRun } from './document.ts';
import type { Standpoint } from './find-claims.ts';
import { firstSentence } from './titles.ts';

/** What is before the message in the output of compilers, linters, installers and loggers. */
const SHAPES: readonly RegExp[] = [
  // src/a.py:10:5: error: …
  /^[\w./\\-]{1,200}\.\w{1,8}(?::\d{1,6}){0,2}: ?(?:error|warning|fatal)\b/i,
  // WARNING:package.module:…, ERROR: …
  /^(?:WARNING|ERROR|CRITICAL|FATAL|SECURITY WARNING)\b ?:/,
  // F401: …
  /^-? ?[A-Z]{1,4}\d{2,4}: /,
];
/** "Line 26: …"; in a comment it says whose code is below it. */
const LINED = /^Lines? \d{1,6}(?:-\d{1,6})?: /;

/** In these such a line is a comment of someone's file. */
const NO_OUTPUT = wordSet('python diff yaml yml toml ini dockerfile');

export function draftsOfOutput(code: Code, at: Standpoint): readonly ClaimDraft[] {
  if (NO_OUTPUT.has(code.language ?? '')) return [];
  return code.text.split('\n').flatMap((written, index): ClaimDraft[] => {
    const text = written.replace(/^\s*(?:#|\/\/|>)\s*/, '').trim();
    if (!LINED.test(written.trim()) && !SHAPES.some((shape) => shape.test(text))) return [];
    const line = code.first + index + 1;
    const head = [plainRun(text.replace(/^- /, ''), line)];
    const title = firstSentence(head[0]?.text ?? text);
    return [
      {
        id: undefined,
        head,
        title,
        context: at.context,
        severity: undefined,
        status: undefined,
        fields: [],
        first: line,
        last: line,
      },
    ];
  });
}
