/** Runs in a process of its own, which can be ended where it hangs: takes repositories as messages, and answers each. */
import { rules } from '../../rules/index.ts';
import { setCompilerFlags } from '../../src/cli/compiler-flags.ts';
import { judgeRepository } from './judge-repository.ts';

setCompilerFlags();
// Only the parent sends messages: paths and base64.
process.on('message', (message) => void answer(message as readonly (readonly [string, string])[]));

async function answer(files: readonly (readonly [string, string])[]): Promise<void> {
  const repository = new Map(files.map(([path, bytes]) => [path, Buffer.from(bytes, 'base64')]));
  process.send?.(await judgeRepository(repository, rules));
}
