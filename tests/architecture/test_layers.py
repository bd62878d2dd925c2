"""Each room imports only what stands below it, and every room has its place."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture import source


def test_import_linter_keeps_every_contract():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(source.ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=source.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_templates_are_not_created_inside_the_package():
    assert not (source.PACKAGE / "templates").exists()
