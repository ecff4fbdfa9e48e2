"""What CPython's own symbol tables say of each scope of a file, as JSON. Run by scope-parity, in python3 or in Pyodide."""

import ast
import json
import symtable
import sys

SCOPES = ("module", "function", "class")
# Names that the compiler adds for itself.
IMPLICIT = {"__class__", "__classdict__", "__conditional_annotations__", "__type_params__", "__static_attributes__"}


def dump(source, path):
    """JSON of the module's table, or `null` where CPython rejects the file."""
    try:
        table = symtable.symtable(source, path, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "null"
    module = scope_of(table, "", postponed_names(source))
    # PEP 709: since 3.12 comprehensions other than generator expressions are part of the scope around them.
    module["inlines"] = sys.version_info >= (3, 12)
    return json.dumps(module)


def postponed_names(source):
    """Under `from __future__ import annotations` no table holds what annotations name; they stay out of the comparison."""
    tree = ast.parse(source)
    if not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body):
        return []
    annotations = [
        annotation
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if annotation is not None
    ]
    return sorted({node.id for top in annotations for node in ast.walk(top) if isinstance(node, ast.Name)})


def scope_of(table, class_name, hidden):
    if kind_of(table) == "class":
        class_name = table.get_name()
    scope = {
        "kind": kind_of(table),
        "name": table.get_name().strip("<>"),
        "line": table.get_lineno(),
        "names": {},
        "hidden": list(hidden),
        "children": [],
    }
    for symbol in table.get_symbols():
        name = unmangled(symbol.get_name(), class_name)
        if not name.startswith(".") and name not in IMPLICIT and is_written_in(symbol, scope["kind"]):
            scope["names"][name] = flags_of(symbol)
    add_children(scope, table, class_name, hidden)
    return scope


def add_children(scope, table, class_name, hidden):
    """Annotation scopes are not compared: the names in them are `hidden`, the scopes in them belong to the parent."""
    for child in table.get_children():
        if kind_of(child) in SCOPES:
            scope["children"].append(scope_of(child, class_name, hidden))
        else:
            scope["hidden"].extend(unmangled(name, class_name) for name in child.get_identifiers())
            add_children(scope, child, class_name, hidden)


def is_written_in(symbol, kind):
    """Tables also list names that only pass through to a scope inside, and at the module those of `global` elsewhere."""
    occurs = symbol.is_referenced() or symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter()
    declared = symbol.is_nonlocal() or symbol.is_declared_global() or symbol.is_annotated()
    return occurs or symbol.is_namespace() or (declared and kind != "module")


def flags_of(symbol):
    where = "local" if symbol.is_local() else "free" if symbol.is_free() else "global"
    return where + (" parameter" if symbol.is_parameter() else "") + (" imported" if symbol.is_imported() else "")


def unmangled(name, class_name):
    prefix = "_" + class_name.lstrip("_")
    return name[len(prefix) :] if class_name and name.startswith(prefix + "__") else name


def kind_of(table):
    return str(getattr(table.get_type(), "value", table.get_type()))


if __name__ == "__main__":
    # One path a line in, one line of JSON out; text is read by TypeScript's rules (UTF-8, no translation of newlines).
    sys.setrecursionlimit(5000)
    for line in sys.stdin:
        try:
            with open(line.rstrip("\n"), encoding="utf-8", newline="") as file:
                text = file.read()
        except UnicodeDecodeError:
            text = "\0"
        print(dump(text, line), flush=True)
