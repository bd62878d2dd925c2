"""Bad input of every kind: one readable line, an exit code that says which kind, and never a traceback."""

import pytest

CODE = "__import__('os').system('touch owned')"
DEEP = "(" * 100_000
SIGNS = "-" * 100_000 + "x"

GOOD_FLAGS = ("--data", "x=>= 0", "--parameter", "rate=> 0")


def one_line(text):
    lines = text.strip().splitlines()
    return len(lines) == 1 and lines[0].startswith("symmle: ") and lines[0].isprintable()


@pytest.mark.parametrize(
    ("table", "code", "category"),
    [
        ("", 4, "data-empty"),
        ("\n\n", 4, "data-empty"),
        ("x\n", 4, "data-empty"),
        ("1.5\n2.5\n", 4, "missing-column"),
        ("y\n1\n", 4, "missing-column"),
        ("x,x\n1,2\n", 4, "missing-column"),
        ("x,y\n1,2\n3\n", 4, "data-out-of-support"),
        ("x,y\n1,2\n3,4,5\n", 4, "data-out-of-support"),
        ("x\n1\nabc\n", 4, "data-out-of-support"),
        ("x\n1\n\x1b[31mred\n", 4, "data-out-of-support"),
        ("x\n1\nnan\n", 4, "data-nonfinite"),
        ("x\n1\ninf\n", 4, "data-nonfinite"),
        ("x\n1\n1e999\n", 4, "data-nonfinite"),
        ('x\n1\n"unclosed\n', 4, "data-out-of-support"),
        (b"\x00\x01\x02\xff\xfe\x80", 4, "data-out-of-support"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 4, "data-out-of-support"),
        (b"x\n1\n\x00\n", 4, "data-out-of-support"),
        ("x\n" + "9" * 200_000 + "\n", 4, "data-out-of-support"),
        ("x\n5\n5\n5\n", 5, "unbounded-likelihood"),
    ],
)
def test_a_bad_table(run, csv, table, code, category):
    result = run("fit", "gaussian", csv(table))
    assert result.exit_code == code, result.stderr
    assert one_line(result.stderr), result.stderr
    assert f"symmle: {category}: " in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("family", "table", "code"),
    [
        ("bernoulli", "x\n0\n2\n", 4),
        ("poisson", "x\n0.5\n", 4),
        ("gamma", "x\n1\n-1\n", 4),
        ("gamma", "x\n1\n0\n", 4),
        ("gamma", "x\n2\n2\n", 5),
        ("weibull", "x\n3\n", 5),
    ],
)
def test_data_that_the_family_cannot_have(run, csv, family, table, code):
    result = run("fit", family, csv(table))
    assert result.exit_code == code, result.stderr
    assert one_line(result.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("gaussian",),
        ("gaussian", "one.csv", "two.csv"),
        ("gaussian", "no-such-file.csv"),
        ("gaussian", "."),
        ("gaussian", "{csv}", "--column", "y=x"),
        ("gaussian", "{csv}", "--column", "x"),
        ("gaussian", "{csv}", "--column", "=x"),
        ("gaussian", "{csv}", "--constant", "m=10"),
        ("gaussian", "{csv}", "--level", "95"),
        ("gaussian", "{csv}", "--level", "nan"),
        ("gaussian", "{csv}", "--level", "high"),
        ("gaussian", "{csv}", "--missing", "ignore"),
        ("gaussian", "{csv}", "--settings", "tolerance"),
        ("gaussian", "{csv}", "--settings", "tolerance=small"),
        ("gaussian", "{csv}", "--settings", "tolerance=-1"),
        ("gaussian", "{csv}", "--settings", "iterations=1.5"),
        ("gaussian", "{csv}", "--settings", "iteration=5"),
        ("gaussian", "{csv}", "--settings", "method=magic"),
        ("gaussian", "{csv}", "--start", "mu=here"),
        ("gaussian", "{csv}", "--delimiter", ";;"),
        ("gaussian", "{csv}", "--delimiter", ""),
        ("gaussian", "{csv}", "-o", "no-such-folder/out.txt"),
        ("gaussian", "{csv}", "-o", "."),
        ("gaussian", "{csv}", "--unknown"),
        ("gaussian", "{csv}\x00"),
    ],
)
def test_a_mistake_of_usage_has_exit_code_two(run, csv, arguments):
    path = str(csv("x\n1\n2\n"))
    result = run("fit", *(argument.replace("{csv}", path) for argument in arguments))
    assert result.exit_code == 2, result.output
    assert result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        "(lambda: 1)()",
        "x.__class__",
        "x[0]",
        "'text'*x",
        "[x for x in x]",
        "x^2",
        "rate*exp(-rate*x",
        "rate*exp(-rate*x);import os",
        "9**9**9**9*rate*x",
        "factorial(10**9)*rate*x",
        DEEP,
        SIGNS,
        "rate*exp(-rate*y)",
        "rate*expo(-rate*x)",
        "\x00",
        "rate*exp(-rate*x)\n\nimport os",
        "∫rate*x",
        "rate",
        "x",
        " ",
    ],
)
@pytest.mark.parametrize("word", ["--density", "--log-density"])
def test_hostile_densities_are_refused(run, tmp_path, monkeypatch, word, text):
    monkeypatch.chdir(tmp_path)
    result = run("derive", word, text, *GOOD_FLAGS)
    assert result.exit_code == 3, result.output[:500]
    assert one_line(result.stderr), result.stderr[:500]
    assert len(result.stderr) < 1000
    assert list(tmp_path.iterdir()) == []


def test_a_log_density_of_infinite_mass_ends_in_no_traceback(run):
    assert run("derive", "--log-density", "2*rate*exp(-rate*x)", *GOOD_FLAGS).exit_code in {0, 3, 7}


@pytest.mark.parametrize("density", ["2*rate*exp(-rate*x)", "exp(-rate*x)"])
def test_a_density_without_mass_one_is_refused(run, density):
    result = run("derive", "--density", density, *GOOD_FLAGS)
    assert result.exit_code == 3
    assert "--not-normalised" in result.stderr or "normalised" in result.stderr


@pytest.mark.parametrize(
    "flags",
    [
        ("--data", f"x={CODE}", "--parameter", "rate=> 0"),
        ("--data", "x=>= 0", "--parameter", "rate=> 0 or 1"),
        ("--data", "x=(0, 1", "--parameter", "rate=> 0"),
        ("--data", f"x={DEEP}", "--parameter", "rate=> 0"),
        ("--data", "x y=>= 0", "--parameter", "rate=> 0"),
        ("--data", "x;import os=>= 0", "--parameter", "rate=> 0"),
        ("--data", "__class__=>= 0", "--parameter", "rate=> 0"),
        ("--data", "x=>= 0", "--parameter", "x=> 0"),
        ("--data", "x=>= 0"),
        ("--parameter", "rate=> 0"),
        (*GOOD_FLAGS, "--fixed", "rate=-1"),
        (*GOOD_FLAGS, "--fixed", "rate=2"),
        (*GOOD_FLAGS, "--fixed", f"rate={CODE}"),
        (*GOOD_FLAGS, "--fixed", "scale=1"),
        (*GOOD_FLAGS, "--constant", "m=integer >= 1"),
        (*GOOD_FLAGS, "--constant", "m=10"),
        (*GOOD_FLAGS, "--covariate", "t=real"),
        (*GOOD_FLAGS, "--name", "a b"),
        (*GOOD_FLAGS, "--name", CODE),
        (*GOOD_FLAGS, "--about", "colour=red"),
        (*GOOD_FLAGS, "--log-density", "log(rate) - rate*x"),
        (*GOOD_FLAGS, "--constraints", "rate = 1"),
        (*GOOD_FLAGS, "--log-likelihood", "n*log(rate)"),
        (*GOOD_FLAGS, "--predictor", "eta=beta"),
    ],
)
def test_hostile_declarations_are_refused(run, tmp_path, monkeypatch, flags):
    monkeypatch.chdir(tmp_path)
    result = run("derive", "--density", "rate*exp(-rate*x)", *flags)
    assert result.exit_code == 3, result.output[:500]
    assert one_line(result.stderr), result.stderr[:500]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "density = ",
        b"\xff\xfe\x00",
        "[data]\nx = 1\n",
        'density = 3\n[data]\nx = "real"\n[parameters]\nmu = "real"\n',
        'density = "x"\ndata = "real"\n',
        'dencity = "x"\n',
        "a = " + "[" * 10_000,
        "x = 1\n" * 100_000,
        f'density = "{CODE}"\n[data]\nx = "real"\n[parameters]\nmu = "real"\n',
    ],
)
def test_hostile_model_files_are_refused(run, csv, text):
    result = run("derive", csv(text, "model.toml"))
    assert result.exit_code == 3, result.output[:500]
    assert one_line(result.stderr), result.stderr[:500]


def test_a_model_that_is_not_there(run, tmp_path):
    for source in ("gaussain", "no/such/file.toml", tmp_path, "../secret", "gamma.toml", "", "\x00"):
        result = run("derive", source)
        assert result.exit_code in {2, 3}, source
        assert result.stderr.strip()
    assert "did you mean 'gaussian'" in run("derive", "gaussain").stderr


def test_free_text_cannot_write_code(run, tmp_path):
    import ast

    hostile = 'quotes """ and \\" and \n\nimport os\n# {{ 7*7 }} \\'
    model = tmp_path / "model.toml"
    from symmle import Model

    declared = Model(
        "rate*exp(-rate*x)",
        data={"x": ">= 0"},
        parameters={"rate": "> 0"},
        name="hostile",
        about={"title": hostile, "reference": hostile},
    )
    model.write_text(declared.to_toml())
    result = run("generate", model)
    assert result.exit_code == 0
    imported = {
        alias.name
        for node in ast.walk(ast.parse(result.stdout))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert "os" not in imported


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ((), 2),
        (("--score", "mu"), 2),
        (("--score", "mu=sum(x - mu"), 3),
        (("--score", f"mu={CODE}"), 3),
        (("--score", "nu=0"), 3),
        (("--score", f"mu={DEEP}"), 3),
        (("--hessian", "mu,v,w=0"), 3),
        (("--hessian", "mu,nu=0"), 3),
        (("--estimator", "sigma=mean(x)"), 3),
        (("--log-likelihood", "x[0]"), 3),
    ],
)
def test_hostile_claims_are_refused(run, claim, code):
    result = run("verify", "gaussian", *claim)
    assert result.exit_code == code, result.output[:500]
    assert result.stderr.strip()
