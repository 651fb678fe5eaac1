"""Which URLs are one article, and which texts are one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identity import article_id, canonical_url, short_hash, text_hash

ONE_ARTICLE = [
    ("https://zeitung.example/a", "http://zeitung.example/a"),
    ("https://zeitung.example/a", "HTTPS://Zeitung.EXAMPLE/a"),
    ("https://zeitung.example/a", "https://zeitung.example:443/a"),
    ("https://zeitung.example/a", " https://zeitung.example/a#kommentare\n"),
    ("https://zeitung.example/a", "https://zeitung.example/a?utm_source=rss&utm_medium=feed"),
    ("https://zeitung.example/a", "https://zeitung.example/a?wt_mc=rss.red.alles&fbclid=Iw"),
    ("https://zeitung.example/a?id=3", "https://zeitung.example/a?gclid=x&id=3&xtor=RSS-1"),
    ("https://zeitung.example/a?b=1&c=2", "https://zeitung.example/a?c=2&b=1"),
    ("https://zeitung.example", "https://zeitung.example/"),
    ("https://zeitung.example/straße", "https://zeitung.example/stra%C3%9Fe"),
]
TWO_ARTICLES = [
    ("https://zeitung.example/a", "https://zeitung.example/A"),
    ("https://zeitung.example/a", "https://zeitung.example/b"),
    ("https://zeitung.example/a?id=3", "https://zeitung.example/a?id=4"),
    ("https://zeitung.example/a?12345", "https://zeitung.example/a?67890"),
    ("https://zeitung.example/?cid=1", "https://zeitung.example/?cid=2"),
    ("https://zeitung.example/?uid=1", "https://zeitung.example/?uid=2"),
    ("file:///tmp/a.jsonl#1", "file:///tmp/a.jsonl#2"),
    ("https://a.zeitung.example/", "https://b.zeitung.example/"),
]


@pytest.mark.parametrize(("one", "other"), ONE_ARTICLE)
def test_these_urls_are_one_article(one: str, other: str) -> None:
    assert article_id(one) == article_id(other)


@pytest.mark.parametrize(("one", "other"), TWO_ARTICLES)
def test_these_urls_are_two_articles(one: str, other: str) -> None:
    assert article_id(one) != article_id(other)


@given(st.text() | st.text().map("https://".__add__) | st.text().map("http://[".__add__))
def test_any_text_has_one_id_and_canonical_urls_stay_what_they_are(url: str) -> None:
    assert len(article_id(url)) == 32
    assert article_id(canonical_url(url)) == article_id(url)


def test_white_space_and_normal_form_make_no_other_text() -> None:
    assert text_hash("Grüße  aus\nKiel ") == text_hash("Gru\u0308ße aus Kiel")
    assert text_hash("Grüße aus Kiel") != text_hash("Grüße aus Köln")


def test_parts_cannot_run_into_each_other() -> None:
    assert short_hash("a", "bc") != short_hash("ab", "c")
