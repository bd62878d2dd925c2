"""``symmle fit`` on files, and what it says of those that it cannot read."""

import csv as csv_module
import json
import math

import numpy as np
import pytest

import symmle as sm
from symmle.errors import DataError


def column(path, name):
    with path.open(newline="") as stream:
        return np.array([float(row[name]) for row in csv_module.DictReader(stream)])


def test_a_family_is_fitted_to_a_column(run, data):
    result = run("fit", "gaussian", data / "michelson.csv", "--column", "x=speed")
    assert result.exit_code == 0
    expected = sm.fit(sm.families.gaussian(), column(data / "michelson.csv", "speed"))
    assert result.stdout == expected.summary() + ("" if expected.summary().endswith("\n") else "\n")


def test_json_holds_all_that_the_fit_holds(run, data):
    result = run("fit", "gaussian", data / "michelson.csv", "--column", "x=speed", "--format", "json")
    record = json.loads(result.stdout)
    fit = sm.fit(sm.families.gaussian(), column(data / "michelson.csv", "speed"))
    assert record["estimates"] == dict(fit.estimates)
    assert record["standard_errors"] == dict(fit.standard_errors)
    assert record["intervals"] == {name: list(ends) for name, ends in fit.confidence_intervals().items()}
    assert record["covariance"] == fit.covariance.tolist()
    assert record["optimality"] == str(fit.optimality)
    assert (record["n"], record["rows"], record["dropped"]) == (100.0, 100, 0)
    assert record["converged"] is True
    assert sm.Model.from_dict(record["model"]) == sm.families.gaussian()


@pytest.mark.parametrize(
    ("form", "sign"), [("latex", "\\begin{tabular}"), ("markdown", "|"), ("html", "<table")]
)
def test_other_forms_hold_the_table(run, csv, form, sign):
    result = run("fit", "gaussian", csv("x\n1\n2\n4\n"), "--format", form)
    assert result.exit_code == 0
    assert sign in result.stdout


def test_the_result_goes_to_a_file_on_request(run, csv, tmp_path):
    target = tmp_path / "fit.json"
    result = run("fit", "gaussian", csv("x\n1\n3\n"), "--format", "json", "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text())["estimates"] == {"mu": 2.0, "v": 1.0}


def test_a_model_may_be_declared_by_flags(run, csv):
    result = run(
        "fit",
        csv("wait\n1\n2\n3\n"),
        *("--density", "rate*exp(-rate*x)", "--data", "x=>= 0", "--parameter", "rate=> 0"),
        *("--column", "x=wait", "--format", "json"),
    )
    assert json.loads(result.stdout)["estimates"] == pytest.approx({"rate": 0.5})


def test_flags_change_a_family(run, csv):
    result = run("fit", "gaussian", csv("x\n1\n3\n"), "--fixed", "mu=1", "--format", "json")
    assert json.loads(result.stdout)["estimates"] == pytest.approx({"v": 2.0})


def test_a_model_file_is_read(run, csv, tmp_path):
    model = tmp_path / "waiting.toml"
    model.write_text(sm.families.exponential().to_toml())
    result = run("fit", model, csv("x\n1\n2\n3\n"), "--format", "json")
    assert list(json.loads(result.stdout)["estimates"].values()) == pytest.approx([0.5])


@pytest.mark.parametrize("table", ["x\n3\n4\n5\n", "x,m\n3,10\n4,10\n5,10\n"])
def test_a_constant_is_a_flag_or_a_column(run, csv, table):
    flags = [] if "m" in table else ["--constant", "m=10"]
    result = run("fit", "binomial", csv(table), *flags, "--format", "json")
    record = json.loads(result.stdout)
    assert record["estimates"] == pytest.approx({"p": 0.4})
    assert record["constants"] == {"m": 10.0}


def test_a_constant_may_be_declared_and_given_at_once(run, csv):
    result = run(
        "fit",
        csv("x\n3\n4\n5\n"),
        *("--density", "binomial(m, x)*p**x*(1 - p)**(m - x)", "--data", "x=integer in [0, m]"),
        *(
            "--parameter",
            "p=(0, 1)",
            "--constant",
            "m=integer >= 1",
            "--constant",
            "m=10",
            "--format",
            "json",
        ),
    )
    assert json.loads(result.stdout)["estimates"] == pytest.approx({"p": 0.4})


def test_weights_are_a_column(run, csv):
    result = run("fit", "gaussian", csv("x,count\n1,3\n5,1\n"), "--weights", "count", "--format", "json")
    record = json.loads(result.stdout)
    assert record["estimates"] == pytest.approx({"mu": 2.0, "v": 3.0})
    assert (record["n"], record["rows"]) == (4.0, 2)


@pytest.mark.parametrize("gap", ["", "NA", "nan", "NULL"])
def test_gaps_are_refused_with_their_line_or_dropped_and_counted(run, csv, gap):
    path = csv(f"x,other\n1,a\n{gap},b\n3,c\n")
    refused = run("fit", "gaussian", path)
    assert refused.exit_code == 4
    assert "data-nonfinite" in refused.stderr
    assert "line 3" in refused.stderr
    assert "--missing drop" in refused.stderr
    record = json.loads(run("fit", "gaussian", path, "--missing", "drop", "--format", "json").stdout)
    assert (record["dropped"], record["rows"], record["estimates"]["mu"]) == (1, 2, 2.0)


@pytest.mark.parametrize(
    "text",
    [
        "x\n1\n3\n",
        "\ufeffx\r\n1\r\n3\r\n",
        '"x","y"\n1,"a"\n3,"b, c"\n',
        " x ,y\n 1 ,\n3,\n",
        "x\n\n1\n\n3\n\n",
        "x\n1.0e0\n+3.\n",
        "x",
    ],
)
def test_files_as_people_write_them(run, csv, text):
    result = run("fit", "gaussian", csv(text), "--format", "json")
    if text == "x":
        assert result.exit_code == 4
        assert "data-empty" in result.stderr
    else:
        assert json.loads(result.stdout)["estimates"] == {"mu": 2.0, "v": 1.0}


def test_another_delimiter(run, csv):
    result = run("fit", "gaussian", csv("x;y\n1;2\n3;4\n"), "--delimiter", ";", "--format", "json")
    assert json.loads(result.stdout)["estimates"]["mu"] == 2.0


def test_an_error_in_a_row_tells_its_line(run, csv):
    path = csv("x,w\n1,1\n\n-2,1\n3,-1\n")
    refused = run("fit", "gamma", path)
    assert refused.stderr.startswith("symmle: data-out-of-support: ")
    assert f"line 4 of {path} has -2" in refused.stderr
    assert f"line 5 of {path} has -1" in run("fit", "gaussian", path, "--weights", "w").stderr


def test_a_model_may_call_a_column_weights(run, csv):
    flags = ("--density", "r*exp(-r*weights)", "--data", "weights=>= 0", "--parameter", "r=> 0")
    result = run("fit", csv("weights\n1\n3\n"), *flags, "--format", "json")
    assert json.loads(result.stdout)["estimates"] == {"r": 0.5}


def test_standard_input_is_a_file_too(run):
    for text in ("x\n1\n3\n", "\ufeffx\r\n1\r\n3\r\n"):
        result = run("fit", "gaussian", "-", "--format", "json", stdin=text)
        assert json.loads(result.stdout)["estimates"]["mu"] == 2.0
    binary = run("fit", "gaussian", "-", stdin=b"\xff\xfe\x00")
    assert binary.exit_code == 4
    assert "not UTF-8 text" in binary.stderr


def test_levels_intervals_and_robust_errors(run, csv):
    path = csv("x\n1\n2\n3\n6\n4.5\n")
    fit = sm.fit(sm.families.gaussian(), [1, 2, 3, 6, 4.5])
    record = json.loads(
        run("fit", "gaussian", path, "--level", 0.9, "--intervals", "profile", "--format", "json").stdout
    )
    expected = fit.confidence_intervals(0.9, method="profile")
    assert record["intervals"] == {name: list(ends) for name, ends in expected.items()}
    assert (record["level"], record["interval_method"]) == (0.9, "profile")
    robust = json.loads(run("fit", "gaussian", path, "--robust", "--format", "json").stdout)
    assert robust["robust"] is True
    assert robust["standard_errors"]["v"] != record["standard_errors"]["v"]


def test_start_and_settings_reach_the_search(run, csv):
    path = csv("x\n1\n2\n3\n6\n60\n")
    stopped = run("fit", "logistic", path, "--settings", "iterations=1")
    assert stopped.exit_code == 6
    assert "not-converged" in stopped.stderr
    found = run(
        "fit",
        "logistic",
        path,
        "--start",
        "mu=3",
        "--start",
        "s=2",
        "--settings",
        "tolerance=1e-8",
        "--format",
        "json",
    )
    assert json.loads(found.stdout)["converged"] is True


def test_no_maximum_has_its_own_exit_code_and_says_where_the_likelihood_climbs(run, csv):
    result = run("fit", "gaussian", csv("x\n2\n2\n2\n"))
    assert result.exit_code == 5
    assert "v" in result.stderr.rsplit("(", 1)[-1]


def test_json_has_no_word_for_nan(run, csv):
    record = json.loads(run("fit", "bernoulli", csv("x\n1\n1\n"), "--format", "json").stdout)
    assert record["status"] == "boundary"
    assert record["standard_errors"] == {"p": None}
    assert record["intervals"] == {"p": [None, None]}
    assert "boundary" in record["why_no_standard_error"]["p"]


def test_a_traceback_is_shown_on_request(csv):
    from click.testing import CliRunner

    from symmle.cli.command import application

    for arguments in (["--debug", "fit", "gaussian"], ["fit", "--debug", "gaussian"]):
        result = CliRunner().invoke(application, [*arguments, str(csv("y\n1\n"))])
        assert isinstance(result.exception, DataError)


def test_a_number_is_what_a_spreadsheet_calls_one(run, csv):
    for cell in ("1_000", "١", "0x10", "1 000", '"1,000"', "--1", "1e", "infinit"):
        result = run("fit", "gaussian", csv(f"x\n1\n{cell}\n"))
        assert result.exit_code == 4, cell
        assert "line 3" in result.stderr
    infinite = run("fit", "gaussian", csv("x\n1\n-inf\n"))
    assert infinite.exit_code == 4
    assert "data-nonfinite" in infinite.stderr
    assert math.isinf(float("-inf"))
