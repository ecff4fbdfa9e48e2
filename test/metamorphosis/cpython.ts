import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Sameness } from '../../src/testing/metamorphoses/transformation.ts';

export interface ChangedProgram {
  readonly sameness: Sameness;
  readonly names: Readonly<Record<string, string>>;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/** One process of CPython that compares programs while others are scanned. */
export class CPython {
  readonly #process = spawn('python3', [fileURLToPath(new URL('./same_program.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readonly #answers: Promise<string>;

  constructor() {
    this.#answers = new Promise((resolve, reject) => {
      let text = '';
      this.#process.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      this.#process.on('error', reject);
      this.#process.on('close', (code) =>
        code === 0 ? resolve(text) : reject(new Error(`python3 ended with ${code}`)),
      );
    });
  }

  run(program: ChangedProgram): void {
    this.#process.stdin.write(`${JSON.stringify(program)}\n`);
  }

  /** What is wrong with each program, in the order in which they were asked about; '' where nothing is. */
  async answers(): Promise<string[]> {
    this.#process.stdin.end();
    const text = await this.#answers;
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as string);
  }
}
