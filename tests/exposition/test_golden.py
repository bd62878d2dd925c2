import os
import subprocess
import sys

import pytest

from tests.exposition import golden, sample_documents


@pytest.mark.parametrize("name", golden.FORMATS)
def test_the_pages_are_as_they_were_read_and_found_right(name):
    shown = golden.FORMATS[name](sample_documents.everything())
    assert shown == golden.FOLDER.joinpath(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_writes_the_same_pages(seed):
    code = (
        "from tests.exposition import golden, sample_documents as s\n"
        "import sys\n"
        "sys.stdout.buffer.write(''.join(f(s.everything()) for f in golden.FORMATS.values()).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    output = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    ).stdout
    assert output.decode() == "".join(
        render(sample_documents.everything()) for render in golden.FORMATS.values()
    )
