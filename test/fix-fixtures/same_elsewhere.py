"""Says of files that were changed whether they compile, and whether their trees differ only where their lines do.

Reads one JSON object a line: `path`, `before` and `after`. Writes one line for each: empty where all is well, else what is wrong,
or null where the file did not compile before.
"""
import ast
import difflib
import json
import sys


def judge(path, before, after):
    try:
        compile(before, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    try:
        compile(after, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return f"{path}: {error}"
    moved = unchanged_lines(before, after)
    # Before Python 3.12 all parts of an f-string have its place.
    there = {}
    for node in placed(ast.parse(after)):
        there.setdefault(place(node), []).append(ast.dump(node))
    for node in placed(ast.parse(before)):
        lines = [moved.get(line) for line in range(first_line(node), node.end_lineno + 1)]
        if None in lines or lines[-1] - lines[0] != len(lines) - 1:
            continue
        wanted = (type(node).__name__, moved[node.lineno], node.col_offset, lines[-1], node.end_col_offset)
        if ast.dump(node) not in there.get(wanted, []):
            return f"{path}:{node.lineno}: {ast.dump(node)[:120]} became {str(there.get(wanted))[:120]}"
    return ""


def unchanged_lines(before, after):
    """Old numbers of lines that no edit touched, and their new ones."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return {
        old + i + 1: new + i + 1 for old, new, size in matcher.get_matching_blocks() for i in range(size)
    }


def first_line(node):
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])


def placed(tree):
    return [node for node in ast.walk(tree) if hasattr(node, "lineno")]


def place(node):
    return (type(node).__name__, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps(judge(job["path"], job["before"], job["after"])), flush=True)
