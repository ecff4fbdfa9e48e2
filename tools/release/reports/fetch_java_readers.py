"""Brings the readers of reports that run in Java to a folder, from Maven Central: fetch_java_readers.py FOLDER

SonarQube's scanner engine stands in the archive of the whole server, of which the end and this one entry are read. Beside
it goes the context for tests that SonarSource publishes for plugins, because the engine's own wants a server; and
violations-lib, with which Jenkins reads Code Climate.
"""

import hashlib
import io
import sys
import urllib.request
import zipfile
from pathlib import Path

CENTRAL = "https://repo1.maven.org/maven2"
PACKAGES = f"{CENTRAL}/org/sonarsource/sonarqube"
VERSION = "26.9.0.129388"
SERVER = f"{PACKAGES}/sonar-application/{VERSION}/sonar-application-{VERSION}.zip"
ENGINE = f"sonarqube-{VERSION}/lib/scanner/sonar-scanner-engine-community-13.7.0.4455.jar"
ENGINE_SHA256 = "51110a516ea671a35bb8b5c1ae441146ba64b960d1ccf121963c95909f9ca778"
# The newest there is.
CONTEXT = f"{PACKAGES}/sonar-plugin-api-impl/26.3.0.120487/sonar-plugin-api-impl-26.3.0.120487.jar"
CONTEXT_SHA256 = "0a84929b0b4d7491e6ad274b424bd1f6e0a9e27e54fb2bc5c492991a8c055209"

VIOLATIONS = f"{CENTRAL}/se/bjurr/violations/violations-lib/1.160.5/violations-lib-1.160.5.jar"
VIOLATIONS_SHA256 = "fb42296cad46cf7336a4373435156e0d894b4f6506b2cbc8c0b6a27c12a79d86"


class RemoteFile(io.RawIOBase):
    """A file at an address whose server gives ranges of bytes."""

    def __init__(self, address):
        self.address = address
        self.position = 0
        with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=60) as answer:
            self.size = int(answer.headers["Content-Length"])

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        self.position = start + offset
        return self.position

    def readinto(self, buffer):
        end = min(self.size, self.position + len(buffer))
        if end <= self.position:
            return 0
        content = read(self.address, {"Range": f"bytes={self.position}-{end - 1}"})
        if len(content) != end - self.position:
            raise ValueError(f"{self.address} is not given in ranges")
        buffer[: len(content)] = content
        self.position = end
        return len(content)


def read(address, headers):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
        return answer.read()


def write(path, content, sha256):
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{path.name} is not the file whose checksum is pinned")
    path.write_bytes(content)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with zipfile.ZipFile(io.BufferedReader(RemoteFile(SERVER), 1 << 20)) as archive:
        write(folder / "engine.jar", archive.read(ENGINE), ENGINE_SHA256)
    write(folder / "context.jar", read(CONTEXT, {}), CONTEXT_SHA256)
    write(folder / "violations.jar", read(VIOLATIONS, {}), VIOLATIONS_SHA256)
