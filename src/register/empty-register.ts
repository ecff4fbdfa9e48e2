import { SEVERITIES } from '../findings/index.ts';
import type { Register } from './entry.ts';
import { SEVERITY_HEADINGS, SEVERITY_MEANINGS } from './register-words.ts';

/** A register before its first update. Its introduction and the legend belong to anyone who keeps it. */
export function emptyRegister(): Register {
  return {
    front: '',
    title: 'Audit register',
    updated: undefined,
    commit: undefined,
    ownFields: [],
    items: [{ kind: 'own', text: `${INTRODUCTION}\n\n${legend()}` }, { kind: 'resolution' }],
  };
}

const INTRODUCTION = `\`auditlint register update\` keeps this file by what a scan finds. Owner, status, title, severity, notes and any text, field or
section of your own stay as you write them; the table at the end is written from the entries. Statuses: Open, In progress,
Fixed, Accepted (\`auditlint register accept\`), Reopened, Refuted.`;

function legend(): string {
  const rows = SEVERITIES.map((severity) => `| **${SEVERITY_HEADINGS[severity]}** | ${SEVERITY_MEANINGS[severity]} |`);
  return ['## Severity legend', '', '| Severity | Meaning |', '|---|---|', ...rows].join('\n');
}
