"""The walk over tokens: what is syntax, and what only looks like it."""

from __future__ import annotations

from turtle_snippets import FIRST, HEADER, found


def test_strings_and_comments_are_no_syntax() -> None:
    turtle = HEADER + (
        "# PREFIX x: <x> ;; << e:a e:b 5. >> \"unclosed ' <open\n"
        "e:s e:p 'a \" # no comment' , \"b ' ;; 5.\" , \n"
        '  \'\'\'c \' \'\' " ;; \'\'\' , """d " "" \\""" ;;""" . # ;;\n'
        'e:s e:q <https://example.org/#;;> , e:o . # "\n'
        "e:s e:r +1 .\n"
    )
    assert found(turtle) == [("integer-form", FIRST + 4, 9, "+1")]
