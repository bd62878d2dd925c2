"""The other subcommands, the help, and the process as a shell sees it."""

import json
import os
import subprocess
import sys

import pytest

import symmle as sm

COMMANDS = ("derive", "fit", "generate", "verify", "families")


def test_help_lists_the_commands_and_the_exit_codes(run):
    result = run("--help")
    assert result.exit_code == 0
    for word in (*COMMANDS, "Exit codes:", "refuted", "has no maximum"):
        assert word in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Exit codes:" in result.stdout
    assert "--debug" in result.stdout


@pytest.mark.parametrize("command", ["derive", "fit", "generate", "verify"])
def test_flags_are_the_words_of_a_declaration(run, command):
    from symmle.declaration import WORDS

    told = run(command, "--help").stdout
    for word in WORDS:
        assert f"--{word.name.replace('_', '-')}" in told


def test_the_version_is_told(run):
    assert run("--version").stdout == f"symmle, version {sm.__version__}\n"


def test_a_derivation_is_printed(run):
    result = run("derive", "gaussian")
    assert result.exit_code == 0
    assert result.stdout == sm.derive(sm.families.gaussian()).to_text().rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("form", "sign"),
    [("latex", "\\documentclass"), ("markdown", "#"), ("html", "<"), ("json", "{")],
)
def test_a_derivation_has_several_forms(run, tmp_path, form, sign):
    target = tmp_path / "derivation"
    result = run("derive", "bernoulli", "--format", form, "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert sign in text
    if form == "json":
        assert json.loads(text)


def test_a_module_is_printed_or_written_the_same(run, tmp_path):
    target = tmp_path / "gamma.py"
    printed = run("generate", "gamma").stdout
    result = run("generate", "gamma", "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_bytes().decode() == printed == sm.generate(sm.families.gamma())


def test_a_right_claim_is_proved(run):
    result = run("verify", "gaussian", "--score", "mu=sum(x - mu)/v", "--hessian", "mu,mu=-n/v")
    assert result.exit_code == 0
    assert "proved" in result.stdout


def test_a_wrong_claim_is_refuted_with_a_counterexample(run):
    claim = "v=sum((x - mean(x))**2)/(n - 1)"
    result = run("verify", "gaussian", "--estimator", claim, "--format", "json")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    assert record["outcome"] == "refuted"
    assert record["counterexample"]["data"]["x"]
    text = run("verify", "gaussian", "--estimator", claim)
    assert text.exit_code == 1
    assert "refuted" in text.stdout


def test_the_families_are_listed(run):
    record = json.loads(run("families", "--format", "json").stdout)
    entries = {entry["name"]: entry for entry in record}
    assert tuple(entries) == sm.families.names()
    assert entries["gaussian"]["kind"] == "closed form"
    assert entries["gaussian"]["estimator"] == {"mu": "mean(x)", "v": "variance(x)"}
    assert (entries["gamma"]["kind"], entries["gamma"]["remaining"]) == ("profile", ["k"])
    assert entries["gamma"]["parameters"] == {"k": "> 0", "theta": "> 0"}


def test_the_families_are_listed_with_density_and_estimator(run):
    text = " ".join(run("families").stdout.split())
    assert "rate*exp(-rate*x)" in text
    assert "theta = mean(x)/k; k by search" in text


def test_the_families_are_listed_without_deriving_any():
    code = (
        "import sys; from symmle.cli.command import application\n"
        "try: application(['families', '--format', 'json'])\n"
        "except SystemExit: pass\n"
        "assert 'sympy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_the_names_of_the_families_come_at_once(run):
    assert tuple(run("families", "--names").stdout.split()) == sm.families.names()
    assert tuple(json.loads(run("families", "--names", "--format", "json").stdout)) == sm.families.names()


def test_the_command_loads_nothing_heavy_to_explain_itself():
    code = (
        "import sys; from symmle.cli.command import application\n"
        "try: application(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'sympy', 'numpy', 'scipy', 'jinja2', 'rich', 'narwhals'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def start(*arguments, before="", **options):
    code = f"{before}\nimport sys; from symmle.cli.command import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], text=True, **options)


def test_a_broken_pipe_is_quiet():
    reading, writing = os.pipe()
    os.close(reading)
    process = start("generate", "gamma", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    _, told = process.communicate(timeout=120)
    assert told == ""
    assert process.returncode == 141


INTERRUPT = "import os, signal; interrupt = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)"


@pytest.mark.parametrize(
    "when",
    [
        "import symmle.cli.model_flags as room; room._word_options = interrupt",
        "import symmle.cli.inputs as room; room.read_table = interrupt",
        "import symmle.estimation as room; room.fit = interrupt",
    ],
)
def test_an_interrupt_ends_with_130_whenever_it_comes(when, tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("x\n1\n2\n")
    process = start(
        *("fit", "gaussian", str(path)),
        before=f"{INTERRUPT}\n{when}",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told.strip() == "symmle: interrupted"


def test_the_process_reports_errors_as_the_runner_does():
    process = start("fit", "gaussian", "no-such-file.csv", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, told = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, "")
    assert told == "symmle: no-such-file.csv: No such file or directory\n"


def test_the_process_reports_usage_as_click_does():
    process = start("fit", "--level", "95", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, told = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, "")
    assert told.startswith("Usage: symmle fit ")
    assert "95.0 does not lie strictly between 0 and 1" in told
