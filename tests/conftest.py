"""What tests of several rooms use."""

import os
import shutil
import subprocess

import pytest

PDFLATEX = shutil.which("pdflatex")


@pytest.fixture
def compiled(tmp_path):
    """Compile a source; give the log."""
    if PDFLATEX is None:
        if os.environ.get("CI") == "true":
            pytest.fail("pdflatex is not installed: apt-get install texlive-latex-base")
        pytest.skip("pdflatex is not installed")

    def compile_source(source: str) -> str:
        tmp_path.joinpath("page.tex").write_text(source, encoding="utf-8")
        command = [PDFLATEX, "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert run.returncode == 0, run.stdout.decode(errors="replace")[-2000:]
        assert tmp_path.joinpath("page.pdf").stat().st_size > 1000
        return run.stdout.decode(errors="replace")

    return compile_source
