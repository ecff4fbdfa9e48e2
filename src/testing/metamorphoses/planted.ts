/** Every word that ever excused a finding, in code and sentences that have nothing to do with it. */

const SENTENCES = [
  'Best effort: clean up is optional, failures are ignored on purpose and telemetry must never break the caller.',
  'Tries to warm the cache; safe to fail. Checks health, probes the history, and falls back to the old value instead.',
  'Intentional: deliberately not awaited, deliberately unbounded, harmless, expected, see the note, legacy, deprecated.',
  'Temporary workaround. Trusted input, validated elsewhere, locked by the caller, thread-safe, idempotent, read only.',
  'For debugging, demo, example, mock, dummy, test, benchmark and development only; never in production.',
];

/** Comments as lines. */
export function plantedComments(): string {
  return SENTENCES.map((sentence) => `# ${sentence}\n`).join('');
}

/** Functions and a class that nothing else uses. `names` keeps those of two files apart. */
export const PLANTED_CODE = `

def try_safe_cleanup_best_effort(check_history, *, optional_probe=None):
    """Best effort cleanup, optional: tries, and is safe to fail."""
    warm_telemetry = [check_history, optional_probe]
    return warm_telemetry[0]


class OptionalTelemetryProbe:
    """Checks history instead of failing; used by health checks and warm up."""

    def __init__(self):
        self.is_safe_to_ignore = True

    def warm_up(self):
        return self.is_safe_to_ignore

    def close(self):
        self.is_safe_to_ignore = False
`;

export const PLANTED_TEST = `"""Tests of the best effort cleanup, of optional telemetry and of what is safe to fail."""


def test_optional_cleanup_is_safe():
    history = ["warm", "probe", "check"]
    assert history[-1] == "check"


def test_tries_instead_of_failing():
    best_effort = {"telemetry": None}
    assert best_effort["telemetry"] is None
`;

export const PLANTED_BENCHMARK = `"""Benchmark of warm and cold checks."""
import time


def bench_warm_history(rounds=10):
    started = time.perf_counter()
    for optional in range(rounds):
        probe = optional * 2
        assert probe >= 0
    return time.perf_counter() - started
`;
