"""Says of programs that were changed whether they are still what they were.

Reads one JSON object a line: `sameness`, `names` (new to old), `before` and `after` (texts by path). Writes one line for each:
empty where all is well, else what is wrong. What did not compile before is not asked about.
"""
import ast
import json
import re
import sys


def main():
    for line in sys.stdin:
        job = json.loads(line)
        try:
            print(json.dumps(judge(job)), flush=True)
        except RecursionError:
            print(json.dumps(""), flush=True)


def judge(job):
    before, after = {}, {}
    for path, text in job["before"].items():
        try:
            before[path] = parse(path, text)
        except (SyntaxError, ValueError):
            return ""
    for path, text in job["after"].items():
        try:
            after[path] = parse(path, text)
        except (SyntaxError, ValueError) as error:
            return f"{path}: {error}"
    return CHECKS[job["sameness"]](before, after, job["names"]) or ""


def parse(path, text):
    compile(text, path, "exec", dont_inherit=True)
    return ast.parse(text)


def compare(before, after, change):
    """The trees of each path are equal once `change` has put both into one form."""
    if sorted(before) != sorted(after):
        return f"files {sorted(before)} became {sorted(after)}"
    for path, tree in before.items():
        old, new = change(tree), change(after[path])
        if dump(old) != dump(new):
            return f"{path}: {first_difference(dump(old), dump(new))}"
    return None


def dump(tree):
    return ast.dump(tree)


def first_difference(old, new):
    at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    return f"...{old[max(0, at - 40):at + 60]}... became ...{new[max(0, at - 40):at + 60]}..."


def with_old_names(before, after, names):
    """Each new name put back gives the old tree; CPython sees as many free names as before."""
    fields = {"id", "arg", "name", "asname", "attr"}

    def change(tree):
        for node in ast.walk(tree):
            for field in fields & set(node._fields):
                value = getattr(node, field)
                if isinstance(value, str):
                    setattr(node, field, names.get(value, value))
            if isinstance(node, (ast.Global, ast.Nonlocal)):
                node.names = [names.get(name, name) for name in node.names]
            if isinstance(node, ast.alias) and node.asname == node.name:
                node.asname = None
        return tree

    return compare(before, after, change)


def without_documentation(before, after, names):
    def change(tree):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                if node.body and ast.get_docstring(node, clean=False) is not None:
                    node.body = node.body[1:]
                node.body = [part for part in node.body if not isinstance(part, ast.Pass)]
        return tree

    return compare(before, after, change)


def with_more_behind(before, after, names):
    for path, tree in before.items():
        kept = ast.Module(after[path].body[: len(tree.body)], [])
        if dump(kept) != dump(ast.Module(tree.body, [])):
            return f"{path}: what was there has changed"
    return None


def without_annotations(before, after, names):
    def change(tree):
        class Plain(ast.NodeTransformer):
            def visit_AnnAssign(self, node):
                self.generic_visit(node)
                if node.value is None:
                    return node
                return ast.Assign([node.target], node.value, type_comment=None)

            def visit_arg(self, node):
                node.annotation = None
                return node

            def visit_FunctionDef(self, node):
                self.generic_visit(node)
                node.returns = None
                return node

            visit_AsyncFunctionDef = visit_FunctionDef

        return Plain().visit(tree)

    return compare(before, after, change)


def with_imports_resolved(before, after, names):
    def change(tree):
        meant = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name if alias.asname else alias.name.split(".")[0]
                    meant[alias.asname or root] = root
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    module = "." * node.level + (node.module or "")
                    meant[alias.asname or alias.name] = f"{module}.{alias.name}"

        class Resolve(ast.NodeTransformer):
            def visit_Name(self, node):
                if not isinstance(node.ctx, ast.Load) or node.id not in meant:
                    return node
                first, *rest = re.split(r"(?<=[^.])\.", meant[node.id])
                result = ast.Name(first, ast.Load())
                for part in rest:
                    result = ast.Attribute(result, part, ast.Load())
                return result

            def visit_Import(self, node):
                return None

            visit_ImportFrom = visit_Import

        return Resolve().visit(tree)

    return compare(before, after, change)


def unwrapped(before, after, names):
    def change(tree):
        class Unwrap(ast.NodeTransformer):
            def visit_If(self, node):
                self.generic_visit(node)
                if ast.unparse(node.test) != "len(sys.argv) >= 0":
                    return node
                both = [dump(ast.Module(block, [])) for block in (node.body, node.orelse) if block]
                return node.body if len(set(both)) == 1 else node

            def visit_With(self, node):
                self.generic_visit(node)
                return node.body if ast.unparse(node.items[0]) == "contextlib.nullcontext()" else node

            def visit_Try(self, node):
                self.generic_visit(node)
                only = len(node.handlers) == 1 and ast.unparse(node.handlers[0])
                return node.body if only == "except Exception:\n    raise" else node

            def visit_Import(self, node):
                return None if ast.unparse(node) in ("import sys", "import contextlib") else node

        return Unwrap().visit(tree)

    return compare(before, after, change)


def put_back(before, after, names):
    """What is carried to its place by a name stands there again."""

    def change(tree):
        carried = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and is_carrier(node.targets[0]):
                carried[named(node.targets[0])] = node.value
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("carried_"):
                carried[node.name] = node.body[0].value
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for arg, default in list(zip(node.args.kwonlyargs, node.args.kw_defaults)):
                    if arg.arg.startswith("carried_"):
                        carried[arg.arg] = default
                        at = node.args.kwonlyargs.index(arg)
                        del node.args.kwonlyargs[at], node.args.kw_defaults[at]

        class PutBack(ast.NodeTransformer):
            def visit_Assign(self, node):
                if is_carrier(node.targets[0]) or named(node.targets[0]).startswith("carrier"):
                    return None
                return self.generic_visit(node)

            def visit_FunctionDef(self, node):
                return None if node.name.startswith("carried_") else self.generic_visit(node)

            def visit_Call(self, node):
                if named(node.func) == "carried_along":
                    return self.visit(node.args[0])
                if named(node.func) in carried:
                    return self.visit(carried[named(node.func)])
                return self.generic_visit(node)

            def visit_Name(self, node):
                return self.visit(carried[node.id]) if node.id in carried else node

            def visit_Attribute(self, node):
                if node.attr in carried:
                    return self.visit(carried[node.attr])
                if named(node.value) == f"carrier_{node.attr}":
                    return ast.Name(node.attr, node.ctx)
                return self.generic_visit(node)

            def visit_ClassDef(self, node):
                if node.name.startswith("Carrier_"):
                    kept = node.body[0].body[0]
                    return ast.Assign([ast.Name(kept.targets[0].attr, ast.Store())], self.visit(kept.value), type_comment=None)
                return None if node.name == "Carrier" else self.generic_visit(node)

            def visit_AnnAssign(self, node):
                self.generic_visit(node)
                return ast.Assign([node.target], node.value, type_comment=None) if node.value else node

        return PutBack().visit(tree)

    return compare(before, after, change)


def is_carrier(node):
    return named(node).lower().startswith("carried_")


def named(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def with_the_same_definitions(before, after, names):
    """Every function and class is there as often as before, wherever it stands; imports aside."""

    def definitions(trees):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        found = [part for tree in trees.values() for part in tree.body if isinstance(part, kinds)]
        return sorted(dump(without_imports(part)) for part in found)

    if definitions(before) != definitions(after):
        return "the functions and classes are not those of before"
    return None


def without_imports(tree):
    class Drop(ast.NodeTransformer):
        def visit_Import(self, node):
            return ast.Pass()

        visit_ImportFrom = visit_Import

    return Drop().visit(tree)


def exchanged(before, after, names):
    """The same functions answer the same requests alike, whatever the framework is."""

    def change(tree):
        routes = sorted(routes_in(tree))
        answering = {name for name, _, _ in routes}

        class Plain(ast.NodeTransformer):
            def visit_Import(self, node):
                return None if is_framework(node.names[0].name) else node

            def visit_ImportFrom(self, node):
                return None if is_framework(node.module or "") else node

            def visit_Assign(self, node):
                is_made = isinstance(node.value, ast.Call) and named(node.value.func) in MADE
                is_table = any(named(target) == "urlpatterns" for target in node.targets)
                return None if is_made or is_table else self.generic_visit(node)

            def visit_Expr(self, node):
                is_added = isinstance(node.value, ast.Call) and re.match("add_(get|post|put|patch|delete)$", named(node.value.func))
                return None if is_added else self.generic_visit(node)

            def visit_FunctionDef(self, node):
                return plain_handler(node) if node.name in answering else self.generic_visit(node)

            visit_AsyncFunctionDef = visit_FunctionDef

        plain = Plain().visit(tree)
        plain.body.append(ast.Expr(ast.Constant(repr(routes))))
        return plain

    return compare(before, after, change)


def jobs(before, after, names):
    """The same functions do the same jobs, whichever library hands them out."""

    def change(tree):
        class Plain(ast.NodeTransformer):
            def visit_Import(self, node):
                return None if is_of_jobs(node.names[0].name) else node

            def visit_ImportFrom(self, node):
                return None if is_of_jobs(node.module or "") else node

            def visit_Assign(self, node):
                is_made = isinstance(node.value, ast.Call) and named(node.value.func) in ("Celery", "Queue", "from_dsn")
                return None if is_made else self.generic_visit(node)

            def visit_ClassDef(self, node):
                return None if node.name == "WorkerSettings" else self.generic_visit(node)

            def visit_Expr(self, node):
                is_set = isinstance(node.value, ast.Call) and named(node.value.func) == "set_broker"
                return None if is_set else self.generic_visit(node)

            def visit_FunctionDef(self, node):
                self.generic_visit(node)
                kept = [each for each in node.decorator_list if marker(each) not in ("task", "shared_task", "actor")]
                arguments = node.args
                arguments.args = [each for each in arguments.args if each.arg != "ctx"]
                return ast.FunctionDef(name=node.name, args=arguments, body=node.body, decorator_list=kept, returns=node.returns)

            visit_AsyncFunctionDef = visit_FunctionDef

            def visit_Call(self, node):
                self.generic_visit(node)
                if named(node.func) in ("delay", "send") and isinstance(node.func, ast.Attribute):
                    return ast.Call(ast.Name("start"), [node.func.value, *node.args], node.keywords)
                if named(node.func) == "enqueue":
                    kept = [each for each in node.keywords if each.arg != "retry"]
                    return ast.Call(ast.Name("start"), node.args, kept)
                return node

        return Plain().visit(tree)

    return compare(before, after, change)


def marker(decorator):
    return named(decorator.func if isinstance(decorator, ast.Call) else decorator)


def is_of_jobs(module):
    return module.split(".")[0] in ("celery", "dramatiq", "rq", "arq", "redis")


MADE = ("FastAPI", "APIRouter", "Litestar", "Router", "Flask", "Blueprint", "Starlette", "Application")
ANSWERING = ("jsonify", "JSONResponse", "json_response", "JsonResponse")
READ = re.compile(r"\brequest\.(args|query_params|path_params|match_info|query|GET)\b")
VERBS = ("get", "post", "put", "patch", "delete")


def is_framework(module):
    return module.split(".")[0] in ("fastapi", "litestar", "flask", "starlette", "aiohttp", "django")


def routes_in(tree):
    """Function, method and path of each route, by its decorator or where it is registered."""
    required = {}
    for fn in tree.body:
        for call in getattr(fn, "decorator_list", []):
            if not isinstance(call, ast.Call):
                continue
            if named(call.func) in VERBS:
                yield fn.name, named(call.func), plain_path(call.args[0].value)
            elif named(call.func) == "require_http_methods":
                required[fn.name] = call.args[0].elts[0].value.lower()
    for call in ast.walk(tree):
        name = named(call.func) if isinstance(call, ast.Call) else ""
        if name == "Route":
            yield call.args[1].id, call.keywords[0].value.elts[0].value.lower(), plain_path(call.args[0].value)
        elif name == "path" and isinstance(call.args[1], ast.Name) and call.args[1].id in required:
            yield call.args[1].id, required[call.args[1].id], plain_path(call.args[0].value)
        elif name.startswith("add_") and name[4:] in VERBS:
            yield call.args[1].id, name[4:], plain_path(call.args[0].value)


def plain_path(text):
    """`/items/{key:int}`, `/items/<int:key>` and `items/<key>` are `items/{key}`."""
    return re.sub(r"<(?:\w+:)?(\w+)>|\{(\w+)(?::\w+)?\}", r"{\1\2}", text).lstrip("/")


def plain_handler(node):
    """What it takes by whichever way, and what it does with it."""
    taken = {arg.arg for arg in node.args.args} - {"request"}
    body = []
    for part in node.body:
        if isinstance(part, ast.Assign) and READ.search(ast.unparse(part.value)):
            taken.add(part.targets[0].id)
        else:
            body.append(part)

    class Answers(ast.NodeTransformer):
        def visit_FunctionDef(self, inner):
            return inner

        visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = visit_FunctionDef

        def visit_Return(self, inner):
            value = inner.value
            if isinstance(value, ast.Call) and named(value.func) in ANSWERING:
                value = value.args[0]
            return ast.Return(value or ast.Constant(None))

    body = [Answers().visit(part) for part in body]
    while body and dump(body[-1]) == dump(ast.Return(ast.Constant(None))):
        body.pop()
    arguments = ast.arguments([], [ast.arg(name) for name in sorted(taken)], None, [], [], None, [])
    return type(node)(node.name, arguments, body, [], node.returns, None)


def parsed(before, after, names):
    return None


CHECKS = {
    "names": with_old_names,
    "documentation": without_documentation,
    "planted": with_more_behind,
    "annotations": without_annotations,
    "imports": with_imports_resolved,
    "wrapped": unwrapped,
    "carried": put_back,
    "moved": with_the_same_definitions,
    "exchanged": exchanged,
    "jobs": jobs,
    "parsed": parsed,
}

if __name__ == "__main__":
    main()
