/** How a step talks to the GitHub runner: lines on standard output, and files that variables name. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { writeCommand } from '../reporters/github/workflow-command.ts';
import type { Environment } from './inputs.ts';

/** A workflow command that annotates the run. */
export function annotate(name: 'error' | 'notice', message: string): string {
  return `${writeCommand({ name, properties: { title: 'auditlint' }, lines: message.split('\n') })}\n`;
}

/** Sets outputs of the step. The delimiter is random, so that no value can end itself and set another. */
export function setOutputs(outputs: Readonly<Record<string, string>>, { GITHUB_OUTPUT: file }: Environment): void {
  if (file === undefined) return;
  const entries = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `auditlint-${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  appendFileSync(file, entries.join(''));
}

/** Adds Markdown to the summary of the job. */
export function addSummary(markdown: string, { GITHUB_STEP_SUMMARY: file }: Environment): void {
  if (file !== undefined) appendFileSync(file, markdown.endsWith('\n') ? markdown : `${markdown}\n`);
}
