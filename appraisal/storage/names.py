"""Names of files and folders that every system can write, and that are the same name on all of them."""

from __future__ import annotations

import re
import unicodedata

#: Longer names do not fit everywhere once a folder is written under a longer one first.
MAX_LETTERS, MAX_BYTES = 100, 200
_FORBIDDEN = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f]")
#: What Windows takes for a device, whatever follows the first dot.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
#: Control, direction and other invisible letters, and halves of letters.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def is_portable(name: str) -> bool:
    """One file or folder may have this name on Windows, macOS and Linux."""
    return (
        0 < len(name) <= MAX_LETTERS
        and not _INVISIBLE & {unicodedata.category(letter) for letter in name}
        and len(name.encode()) <= MAX_BYTES
        and not _FORBIDDEN.search(name)
        and name not in (".", "..")
        and not name.endswith((" ", "."))
        and not _DEVICES.fullmatch(name.partition(".")[0].rstrip())
    )


def folded(name: str) -> str:
    """What two names have in common that are one name on some system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
