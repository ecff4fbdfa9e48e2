import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/text/index.ts';

/** Of all that decides on findings: the tool, its rules and parser, and of the development commands what scans for rows. */
export function digestOfTool(project: string): string {
  const scanning = filesBelow(project, 'tools').filter((file) => SCANS.test(file));
  const files = [...filesBelow(project, 'src'), ...filesBelow(project, 'rules'), ...scanning, 'package-lock.json'];
  const hash = createHash('sha256');
  for (const path of files.sort(compareText)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(project, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

const SCANS = /^tools\/(?:measure\/scan-(?:subject|worker)|job-process|strict-options)\.ts$/;

function filesBelow(project: string, folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length).replaceAll('\\', '/').replace(/^\//, ''));
}
