"""What counts as a line of code."""

import pytest

from benchmarks.code_lines import code_lines, function_lengths, size


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", set()),
        ("a = 1\n\n\nb = 2\n", {1, 4}),
        ("# why\na = 1  # where\n", {2}),
        ('"""Module.\n\nMore.\n"""\na = 1\n', {5}),
        ('class A:\n    """Class."""\n\n    b = 1\n', {1, 4}),
        ('def f():\n    """Function.\n\n    More.\n    """\n    return 1\n', {1, 6}),
        ('async def f():\n    r"""Function."""\n', {1}),
        ('def f(): """Function."""\n', {1}),
    ],
    ids=["nothing", "blank", "comments", "module", "class", "function", "raw docstring alone", "docstring beside code"],
)
def test_blank_lines_comments_and_docstrings_are_no_code(source: str, lines: set[int]) -> None:
    assert code_lines(source) == lines


def test_each_line_of_a_text_that_is_no_docstring_counts() -> None:
    assert code_lines('a = """one\n\n# two\n"""\n') == {1, 2, 3, 4}


def test_a_text_after_the_docstring_is_code() -> None:
    assert code_lines('def f():\n    """Docstring."""\n    """Not one."""\n') == {1, 3}


def test_a_call_over_several_lines_counts_without_its_comments() -> None:
    assert code_lines("f(\n    1,\n    # why\n\n    2,\n)\n") == {1, 2, 5, 6}


def test_a_function_is_as_long_as_its_lines_of_code() -> None:
    source = 'def f():\n    """Docstring."""\n    a = 1\n\n    # why\n    return a\n\n\nclass C:\n    def g(self): return 1\n'
    assert sorted(function_lengths(source)) == [1, 3]


def test_the_fullest_folder_is_counted_without_what_makes_it_a_package() -> None:
    sources = {
        "p/__init__.py": "",
        "p/a.py": "a = 1\n",
        "p/q/__init__.py": "",
        "p/q/b.py": "b = 1\n",
        "p/q/c.py": "c = 1\n",
    }
    counted = size(sources)
    assert (counted.lines, counted.modules) == (3, 5)
    assert (counted.fullest_folder, counted.modules_there) == ("p/q", 2)
