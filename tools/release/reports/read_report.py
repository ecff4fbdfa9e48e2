"""Prints what a published reader understands of a report, as JSON: read_report.py READER REPORT [SCHEMA]

Ends with an error where the reader refuses the report.
"""

import csv
import html.parser
import json
import sys
import xml.etree.ElementTree as ElementTree


def read_junitparser(path):
    from junitparser import JUnitXml

    suites = JUnitXml.fromfile(path)
    cases = [case for suite in suites for case in suite]
    failed = [case for case in cases if case.result]
    if (suites.tests, suites.failures) != (len(cases), len(failed)):
        raise ValueError(f"{suites.tests} tests, {suites.failures} failures, but {len(cases)} and {len(failed)}")
    return [
        [case.name, case.classname, result.type, result.message, result.text]
        for case in failed
        for result in case.result
    ]


def read_junit_schema(path, schema):
    import xmlschema

    for error in xmlschema.XMLSchema(schema).iter_errors(path):
        raise ValueError(f"{error.path}: {error.reason}")
    return [
        [case.get("name"), case.get("classname"), failure.get("type"), failure.get("message"), failure.text]
        for case in ElementTree.parse(path).iter("testcase")
        for failure in case.iter("failure")
    ]


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    if any(len(row) != len(header) for row in rows):
        raise ValueError("a row is not as long as the header")
    return [dict(zip(header, row)) for row in rows]


def read_markdown(path):
    from cmarkgfm import github_flavored_markdown_to_html
    from cmarkgfm.cmark import Options

    with open(path, encoding="utf-8") as file:
        page = Page()
        page.feed(github_flavored_markdown_to_html(file.read(), Options.CMARK_OPT_UNSAFE))
    return page.items


class Page(html.parser.HTMLParser):
    """Collects each item of a list with the heading above it. Raises on an element that a summary has no use for."""

    def __init__(self):
        super().__init__()
        self.items = []
        self.inside = []
        self.heading = ""

    def handle_starttag(self, tag, attributes):
        if tag not in {"h2", "h3", "p", "ul", "li", "strong", "code", "br"} or attributes:
            raise ValueError(f"an element {tag} {attributes}")
        if tag == "br":
            self.handle_data("\n")
            return
        self.inside.append(tag)
        if tag == "h3":
            self.heading = ""
        if tag == "li":
            self.items.append([self.heading, ""])

    def handle_endtag(self, tag):
        self.inside.remove(tag)

    def handle_data(self, text):
        if "h3" in self.inside:
            self.heading += text
        if "li" in self.inside:
            self.items[-1][1] += text


READERS = {
    "csv": read_csv,
    "junit-schema": read_junit_schema,
    "junitparser": read_junitparser,
    "markdown": read_markdown,
}

if __name__ == "__main__":
    reader, *arguments = sys.argv[1:]
    try:
        json.dump(READERS[reader](*arguments), sys.stdout)
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
