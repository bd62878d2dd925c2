"""Whatever stands in a model file's names and references comes out as characters, on every kind of page."""

import html.parser
import json
import re

import pytest

from symmle.exposition import Document, prose, to_html, to_json, to_latex, to_markdown, to_text
from symmle.exposition.escaping import (
    html_escaped,
    latex_escaped,
    markdown_escaped,
    markdown_opening,
    one_line,
)
from tests.exposition.sample_documents import HOSTILE, hostile


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("50% & $5 #1 a_b", r"50\% \& \$5 \#1 a\_b"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("<a|b>", r"\textless{}a\textbar{}b\textgreater{}"),
        ("{{ x }}", r"\{\{ x \}\}"),
        ("Gauß & Poincaré", r"Gau\ss{} \& Poincar\'{e}"),
        ("θ ≤ 1", r"\ensuremath{\theta} \ensuremath{\le} 1"),
        ("a\n\n b\t", "a b "),
        ("中", r"\texttt{U+4E2D}"),
        ("a\x07b\x00", "ab"),
    ],
)
def test_latex(text, latex):
    assert latex_escaped(text) == latex


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a_b *c* `d`", r"a\_b \*c\* \`d\`"),
        (
            "[a](b) <c> | $x$",
            r"[a](b) <c> | $x$".replace("[", r"\[")
            .replace("]", r"\]")
            .replace("<", r"\<")
            .replace(">", r"\>")
            .replace("|", r"\|")
            .replace("$", r"\$"),
        ),
        ("&amp; #1 ~", r"\&amp; \#1 \~"),
        ("{{ x }}", "{{ x }}"),
        ("a\n# b", r"a \# b"),
        ("\\", r"\\"),
    ],
)
def test_markdown(text, markdown):
    assert markdown_escaped(text) == markdown


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("1. no list", r"1\. no list"),
        ("2) no list", r"2\) no list"),
        ("- no list", r"\- no list"),
        ("--- no rule", r"\--- no rule"),
        ("=== no heading", r"\=== no heading"),
        ("-0.5", "-0.5"),
        ("1.5", "1.5"),
        ("plain", "plain"),
    ],
)
def test_a_line_that_begins_like_a_list_is_none(line, kept):
    assert markdown_opening(line) == kept


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("$x$", '<span class="tex2jax_ignore mathjax_ignore">$x$</span>'),
        (r"\(x\)", r'<span class="tex2jax_ignore mathjax_ignore">\(x\)</span>'),
    ],
)
def test_html(text, page):
    assert html_escaped(text) == page


def test_one_line_has_no_control_characters():
    assert one_line(" a\r\n\u2028b\x1b[31m\u202ec ") == "a b[31mc"


class _Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_keeps_its_own_tags_only():
    tags = _Tags()
    tags.feed(to_html(hostile()))
    assert tags.open == []
    assert tags.seen.isdisjoint({"script", "img", "a", "b"})


def test_text_keeps_every_word_on_its_line():
    shown = to_text(hostile(), width=60)
    assert "{{ 7*7 }}" in " ".join(shown.split())
    assert "\x07" not in shown
    assert (
        "\n# heading"
        not in shown.split("Verbatim", maxsplit=1)[0].split("\\end{verbatim}")[0].partition("    \\input")[0]
    )


def test_json_gives_the_text_back():
    content = json.loads(to_json(hostile()))
    assert content["title"] == HOSTILE
    assert content["blocks"][0]["title"] == HOSTILE


def test_latex_has_no_command_of_the_text():
    source = to_latex(hostile())
    assert not re.search(r"\\(input|end\{document\}(?=.*\\end\{document\}))", source, flags=re.DOTALL)


def test_markdown_code_is_fenced_by_more_than_it_holds():
    page = to_markdown(hostile())
    assert page.count("\n````") == 2
    assert "\n````ab\n" in page


def test_a_space_beside_a_formula_survives():
    assert to_latex(Document("", (prose("a ", "b", " c"),)), standalone=False) == "a b c\n"
