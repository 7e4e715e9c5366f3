"""Lines on a terminal of 80 columns."""

from pipeline.cli.terminal.layout import MOST_ITEMS, WIDTH, listed, wrapped


def test_a_text_is_wrapped_between_words_and_indented() -> None:
    lines = list(wrapped("dânvận " * 30))
    assert len(lines) > 1
    assert all(line.startswith("  dânvận") and len(line) <= WIDTH for line in lines)


def test_further_lines_may_hang() -> None:
    first, second, *_ = wrapped("nhiệm vụ " * 30, indent="", hanging="    ")
    assert (first[:5], second[:9]) == ("nhiệm", "    nhiệm")


def test_a_path_is_never_broken_and_line_ends_stay() -> None:
    path = "/".join(["thu-muc"] * 20)
    assert list(wrapped(f"Tệp: {path}\n\nHết", indent="")) == ["Tệp:", path, "", "Hết"]


def test_a_list_counts_its_items() -> None:
    assert list(listed("Thiếu", ["A", "B"])) == ["", "Thiếu (2):", "  A; B"]


def test_an_empty_list_says_so() -> None:
    assert list(listed("Thiếu", [])) == ["", "Thiếu: không có"]


def test_of_a_long_list_the_rest_is_counted() -> None:
    _, heading, *lines = listed("Thiếu", [str(number) for number in range(MOST_ITEMS + 2)])
    assert heading == "Thiếu (42):"
    assert " ".join(line.strip() for line in lines).endswith("38; 39; và 2 mục khác")
