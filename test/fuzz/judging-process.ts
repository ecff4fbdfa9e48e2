import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../tools/build/bundle.ts';
import { copyGrammars } from '../../tools/build/grammars.ts';
import { projectRoot } from '../../tools/project-root.ts';
import type { Files } from './corpus.ts';
import type { Judgement } from './judge-repository.ts';
import { reportErrors } from './report-errors.ts';

/** Small as the repositories are, two scans and all reports take a second on a slow machine. */
const MAX_MILLISECONDS = 60_000;

/** Judges repositories in a process that is started again when it ends by itself, and is ended when it hangs. */
export class JudgingProcess {
  #child: ChildProcess | undefined;

  private constructor(readonly folder: string) {}

  /** As it is published: a development loader would slow every function. */
  static async start(): Promise<JudgingProcess> {
    const cache = join(projectRoot, '.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'fuzz-'));
    await bundle(folder, { 'fuzz-worker': 'test/fuzz/fuzz-worker.ts' });
    copyGrammars(folder);
    return new JudgingProcess(folder);
  }

  /** What failed; undefined where all is well. */
  async failureOf(files: Files): Promise<string | undefined> {
    const judgement = await this.#judge(files);
    if (judgement.kind === 'failed') return judgement.failure;
    const [error] = reportErrors(judgement.json, judgement.sarif);
    return error === undefined ? undefined : `a report is not valid: ${error}`;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #judge(files: Files): Promise<Judgement> {
    const child = this.#child ?? this.#begin();
    return new Promise((resolve) => {
      let failure: string | undefined;
      const timer = setTimeout(() => {
        failure = `took longer than ${MAX_MILLISECONDS / 1000} s`;
        child.kill('SIGKILL');
      }, MAX_MILLISECONDS);
      const ended = (code: number | null): void => {
        clearTimeout(timer);
        resolve({ kind: 'failed', failure: failure ?? `the process ended with ${code ?? 'a signal'}` });
      };
      child.once('exit', ended);
      // Only our own worker answers.
      child.once('message', (message) => {
        clearTimeout(timer);
        child.off('exit', ended);
        resolve(message as Judgement);
      });
      child.send(
        [...files].map(([path, bytes]) => [path, bytes.toString('base64')]),
        (error) => {
          if (error !== null) failure ??= `the process took no repository: ${error.message}`;
        },
      );
    });
  }

  #begin(): ChildProcess {
    const child = fork(join(this.folder, 'fuzz-worker.js'), { execArgv: ['--max-old-space-size=2000'] });
    this.#child = child;
    // It may end between two repositories, when nobody waits for its answer.
    child.once('exit', () => {
      this.#child = undefined;
    });
    return child;
  }
}
