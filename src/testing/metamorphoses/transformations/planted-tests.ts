import { PLANTED_BENCHMARK, PLANTED_TEST } from '../planted.ts';
import type { Transformation } from '../transformation.ts';

export const plantedTests: Transformation = {
  name: 'planted-tests',
  what: 'unrelated tests and a benchmark stand beside the program',
  sameness: 'parsed',
  apply({ files, python }, rewriting) {
    if (python.length === 0) return;
    const test = 'tests/test_unrelated_history.py';
    const benchmark = 'benchmarks/bench_unrelated_history.py';
    if ([...files.keys()].some((path) => /^(tests|benchmarks)\//.test(path))) return;
    rewriting.add(test, PLANTED_TEST);
    rewriting.add(benchmark, PLANTED_BENCHMARK);
  },
};
