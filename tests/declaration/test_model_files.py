"""Models as words and as TOML: one table of words, and no text that can become anything but text."""

import inspect
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symmle.declaration import WORDS, Model, WordKind
from symmle.errors import DeclarationError

WORDS_OF_A_MODEL = {
    "name": "gaussian",
    "density": "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)",
    "data": {"x": "real"},
    "parameters": {"mu": "real", "v": "> 0"},
}

# free text that breaks naive writers
TEXTS = [
    'a "quoted" title',
    "back\\slash \\n \\u0041",
    "two\nlines\r\nand\ta tab",
    "three \"\"\"quotes\"\"\" and '''three'''",
    "{{ jinja }} {% raw %} {# comment #}",
    "[table]\nname = 'other'",
    "bell \x07, delete \x7f, null \x00, escape \x1b",
    "Lévy, Fréchet, 正規分布, 🎲",
    "# no comment",
    "'); __import__('os').system('true') #",
    " leading and trailing ",
    "\u2028\u2029\ufeff",
]


@pytest.mark.parametrize("text", TEXTS)
def test_free_text_comes_back_as_it_was(text):
    about = {"title": text, "reference": text[::-1], "latex": {"mu": text}}
    model = Model.from_dict({**WORDS_OF_A_MODEL, "about": about})
    again = Model.from_toml(model.to_toml())
    assert again == model
    assert again.about.title == text
    assert again.about.latex["mu"] == text
    assert set(tomllib.loads(model.to_toml())) == {*WORDS_OF_A_MODEL, "about"}


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    model = Model.from_dict({**WORDS_OF_A_MODEL, "normalised": False, "about": {"title": text}})
    assert Model.from_toml(model.to_toml()).about.title == text


def test_half_a_character_cannot_be_kept():
    with pytest.raises(DeclarationError, match="surrogate"):
        Model.from_dict({**WORDS_OF_A_MODEL, "about": {"title": "\ud800"}})


def test_a_file_and_its_text_are_the_same(tmp_path):
    model = Model.from_dict(WORDS_OF_A_MODEL)
    path = tmp_path / "gaussian.toml"
    path.write_text(model.to_toml(), encoding="utf-8")
    assert Model.from_toml(path) == Model.from_toml(str(path)) == model


def test_every_word_is_a_keyword_and_every_keyword_a_word():
    keywords = set(inspect.signature(Model).parameters)
    assert {word.name for word in WORDS} == keywords
    assert all(word.help and isinstance(word.kind, WordKind) for word in WORDS)
    assert len({word.name for word in WORDS}) == len(WORDS)


REFUSED = [
    ("density = ", "not TOML"),
    ("densty = 'x'", "did you mean 'density'"),
    ("density = 3", "density is text"),
    ("density = 'x'\ndata = 'real'", "data is a table"),
    ("density = 'x'\n[data]\nx = 'real'", "does not say its parameters"),
    ("density = 'x'\n[parameters]\nx = 'real'", "does not say its data"),
    ("density = 'x'\n[data]\nx = 3\n[parameters]\na = 'real'", "the domain of 'x'"),
    ("normalised = 'yes'", "true or false"),
    ("about = 'x'", "about is a table"),
    ("constraints = 'a = 1'", "a list of texts"),
    ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    ("# " + "x" * 200_000 + "\n", "more than 100000"),
    ("no/such/file.toml", "cannot be read"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_other_files_are_refused(text, message):
    with pytest.raises(DeclarationError) as caught:
        Model.from_toml(text)
    assert message in caught.value.message


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "model.toml"
    path.write_bytes(b"name = '\xff\xfe'")
    with pytest.raises(DeclarationError, match="UTF-8"):
        Model.from_toml(path)


@pytest.mark.parametrize("words", [None, [], "density", {1: 2}])
def test_a_model_is_a_table_of_words(words):
    with pytest.raises(DeclarationError):
        Model.from_dict(words)


def test_defaults_are_not_written():
    assert Model.from_dict(WORDS_OF_A_MODEL).to_dict() == {
        **WORDS_OF_A_MODEL,
        "density": "sqrt(2)*exp(-(-mu + x)**2/(2*v))/(2*sqrt(pi)*sqrt(v))",
    }
