"""The marks of JSON as people mistype them: full-width ones, other quotation marks, comments. What to write instead."""

from __future__ import annotations

import re

from appraisal.texts import Text, text

#: What Chinese input methods and word processors write for a quotation mark.
_QUOTES = dict.fromkeys("“”„〝〞＂", '"')
_HALF = {
    **_QUOTES,
    **dict(zip("，、；：｛｝【】［］－−．", ",,,:{}[][]--.", strict=True)),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
#: A backslash that begins none of JSON's escapes, as in a path of Windows.
_LONE = re.compile(r'^(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_WIDE_SPACES = ("\u3000", "\u00a0")


def instead(source: str, at: int) -> Text:
    """What to do about the character at which a text is no JSON any more; empty where nothing is known of it."""
    found = source[at : at + 1]
    # A text that is opened half-width may be closed full-width further on.
    rest = source[at + 1 :].partition("\n")[0] if found == '"' else ""
    wide = found if found in _HALF else next((letter for letter in rest if letter in _QUOTES), "")
    if wide:
        return text(
            "{wide} is full-width; write it half-width: {half} (switch the input method to English).",
            wide=wide,
            half=_HALF[wide],
        )
    if found == '"' and _LONE.search(rest):
        return text("Write / in paths, not a backslash.")
    if found in _WIDE_SPACES:
        return text("A full-width space stands there; delete it.")
    if found == "'":
        return text('Write " instead.')
    return text("JSON has no comments; delete it.") if found in ("/", "#") else Text("")
