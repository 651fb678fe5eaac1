"""The folder source: every file once, in order, and again only when it changes."""

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.watcher.sources import Poll
from services.watcher.sources.folder import LONGEST_WAIT, RENEWED, FolderConfig, FolderSource
from shared.article_text import ArticleText
from shared.errors import BadInputError


class Inbox:
    """A folder with a clock that starts at 1000 s and moves only when told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now, self.state = folder, 1000.0, ""
        self.source = self.restart()

    def restart(self) -> FolderSource:
        config = FolderConfig(kind="folder", name="inbox", path=self.folder)
        self.source = FolderSource(config, limit=2_000, clock=lambda: self.now)
        return self.source

    def write(self, name: str, content: str, age: float = 60) -> None:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        os.utime(path, (self.now - age, self.now - age))

    async def poll(self) -> Poll:
        return await self.source.poll(self.state)

    async def texts(self) -> list[str]:
        """Poll, as if all of it were published; `state` is then what the journal keeps."""
        poll = await self.poll()
        items = list(poll.items)
        self.state = poll.state or self.state
        poll.done()
        return [item.text if isinstance(item, ArticleText) else f"! {item}" for item in items]


@contextmanager
def no_file_can_be_opened() -> Iterator[None]:
    """EMFILE: a fault of the system that root meets, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


async def test_a_file_is_read_once(inbox: Inbox) -> None:
    inbox.write("b.txt", "B")
    inbox.write("a.jsonl", '{"text": "A"}')
    assert await inbox.texts() == ["A", "B"]
    assert await inbox.texts() == []


async def test_a_changed_file_is_read_again(inbox: Inbox) -> None:
    inbox.write("a.txt", "80.000")
    await inbox.texts()
    inbox.write("a.txt", "8.000", age=30)
    assert await inbox.texts() == ["8.000"]
    inbox.write("a.txt", "9.000", age=20)
    assert await inbox.texts() == ["9.000"], "same size, other time"


async def test_what_was_not_published_is_given_again(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    for _ in range(2):
        poll = await inbox.poll()
        assert len(list(poll.items)) == len(list(poll.items)) == 1


async def test_everything_is_read_again_after_a_restart_or_when_the_journal_was_emptied(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    await inbox.texts()
    inbox.state = ""
    assert await inbox.texts() == ["A"]
    inbox.restart()
    assert await inbox.texts() == ["A"]


async def test_everything_is_read_again_once_when_the_journal_lost_its_end(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    await inbox.texts()
    before = inbox.state
    inbox.write("b.txt", "B")
    assert await inbox.texts() == ["B"]
    inbox.state = before
    assert await inbox.texts() == ["A", "B"]
    assert await inbox.texts() == []


async def test_a_file_that_is_being_written_waits(inbox: Inbox) -> None:
    inbox.write("a.txt", "Angefan", age=0.5)
    inbox.write("b.txt", "B")
    assert await inbox.texts() == ["B"]
    inbox.now += 1
    assert await inbox.texts() == ["Angefan"]


async def test_a_file_with_a_time_in_the_future_does_not_wait_for_ever(inbox: Inbox) -> None:
    inbox.write("a.txt", "A", age=-3600)
    assert await inbox.texts() == ["A"]


async def test_the_order_of_the_manifest_holds_even_while_a_file_is_being_written(inbox: Inbox) -> None:
    inbox.write("manifest.json", json.dumps([{"file": "c.txt"}, {"file": "b.txt"}, {"file": "a.txt"}]))
    inbox.write("c.txt", "C")
    inbox.write("b.txt", "B", age=0)
    inbox.write("a.txt", "A")
    inbox.write("z.txt", "Z")
    assert await inbox.texts() == ["C", "Z"]
    inbox.now += 2
    assert await inbox.texts() == ["B", "A"]


async def test_nothing_is_read_while_the_manifest_is_being_written(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    inbox.write("manifest.json", "[", age=0)
    assert await inbox.texts() == []
    inbox.write("manifest.json", '[{"file": "a.txt", "title": "T"}]', age=5)
    assert await inbox.texts() == ["T\n\nA"]


async def test_a_new_manifest_makes_the_text_files_be_read_again(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    inbox.write("b.jsonl", '{"text": "B"}')
    await inbox.texts()
    inbox.write("manifest.json", '[{"file": "a.txt", "title": "Titel"}]', age=5)
    assert await inbox.texts() == ["Titel\n\nA"]


async def test_a_bad_file_is_reported_once_until_it_changes(inbox: Inbox) -> None:
    inbox.write("a.txt", "")
    inbox.write("b.txt", "B")
    wrong, right = await inbox.texts()
    assert "a.txt: there is no text in it" in wrong
    assert right == "B"
    assert await inbox.texts() == []
    inbox.write("a.txt", "A", age=5)
    assert await inbox.texts() == ["A"]


async def test_a_broken_manifest_is_reported_once_and_repaired_while_running(inbox: Inbox) -> None:
    inbox.write("manifest.json", "[")
    inbox.write("a.txt", "A")
    (wrong,) = await inbox.texts()
    assert "manifest.json: not valid JSON" in wrong
    assert await inbox.texts() == []
    inbox.write("manifest.json", '[{"file": "a.txt"}, {"file": "b.txt"}]', age=5)
    text, missing = await inbox.texts()
    assert text == "A"
    assert "b.txt: no such file, though manifest.json names it" in missing
    assert await inbox.texts() == []
    inbox.write("b.txt", "B", age=5)
    assert await inbox.texts() == ["B"]


async def test_a_text_over_the_limit_is_reported_and_the_others_go_on(inbox: Inbox) -> None:
    inbox.write("a.txt", "x" * 2_001)
    inbox.write("b.txt", "B")
    wrong, right = await inbox.texts()
    assert "a.txt: over 2,000 bytes" in wrong
    assert right == "B"


async def test_a_missing_folder_is_an_error_that_says_what_to_do(inbox: Inbox) -> None:
    inbox.folder.rmdir()
    with pytest.raises(BadInputError, match=r"no such folder; create it, or change it in sources\.yaml"):
        await inbox.poll()


async def test_a_pipe_is_passed_over(inbox: Inbox) -> None:
    for name in ("a.txt", "b.jsonl", "manifest.json"):
        os.mkfifo(inbox.folder / name)
    inbox.write("c.txt", "C")
    assert await inbox.texts() == ["C"]


async def test_a_file_that_cannot_be_read_is_tried_again_and_told_once(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    inbox.write("b.jsonl", '{"text": "B"}')
    said = []
    for _ in range(2):
        poll = await inbox.poll()
        with no_file_can_be_opened():
            said.append([str(item) for item in poll.items])
        poll.done()
    assert said == [[f"{inbox.folder / name}: Too many open files" for name in ("a.txt", "b.jsonl")], []]
    assert await inbox.texts() == ["A", "B"]
    assert await inbox.texts() == []


async def test_a_folder_that_cannot_be_listed_is_the_sources_failure(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    await inbox.texts()
    with no_file_can_be_opened(), pytest.raises(BadInputError, match="Too many open files"):
        await inbox.poll()


async def test_a_file_replaced_by_one_of_the_same_size_and_time_is_read_again(inbox: Inbox) -> None:
    inbox.write("a.txt", "80.000")
    await inbox.texts()
    inbox.write("b.tmp", "90.000")
    (inbox.folder / "b.tmp").rename(inbox.folder / "a.txt")
    assert await inbox.texts() == ["90.000"]


async def test_whole_lines_are_read_while_others_are_being_added(inbox: Inbox) -> None:
    inbox.write("a.jsonl", '{"text": "Eins"}\n{"text": "Zw', age=0)
    assert await inbox.texts() == ["Eins"]
    assert await inbox.texts() == []
    inbox.write("a.jsonl", '{"text": "Eins"}\n{"text": "Zwei"}', age=0)
    assert await inbox.texts() == ["Eins"]
    inbox.now += 2
    assert await inbox.texts() == ["Eins", "Zwei"]
    assert await inbox.texts() == []


async def test_a_bad_line_of_a_growing_file_is_told_once(inbox: Inbox) -> None:
    inbox.write("a.jsonl", "{\n", age=0)
    (wrong,) = await inbox.texts()
    assert "a.jsonl:1: not valid JSON" in wrong
    inbox.write("a.jsonl", '{\n{"text": "Zwei"}\n', age=0)
    assert await inbox.texts() == ["Zwei"]
    inbox.now += 2
    assert await inbox.texts() == ["Zwei"]


@pytest.mark.parametrize("restless", ["manifest.json", "a.txt"])
async def test_a_file_that_is_written_again_and_again_is_waited_for_only_so_long(
    inbox: Inbox, restless: str
) -> None:
    inbox.write("a.txt", "A")
    inbox.write("b.jsonl", '{"text": "B"}')
    content = {"manifest.json": '[{"file": "a.txt"}]', "a.txt": "A"}[restless]
    inbox.write(restless, content, age=0)
    assert await inbox.texts() == ["B"]
    for waited in range(1, int(LONGEST_WAIT) + 1):
        inbox.now += 1
        inbox.write(restless, content, age=0)
        assert await inbox.texts() == (["A"] if waited == LONGEST_WAIT else [])


async def test_what_still_lies_there_is_read_again_before_the_journal_forgets_it(inbox: Inbox) -> None:
    inbox.write("a.txt", "A")
    await inbox.texts()
    inbox.now += RENEWED
    assert await inbox.texts() == ["A"]
    assert await inbox.texts() == []
