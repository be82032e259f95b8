"""Imports from a plugin's own folder: made from the bytes that were hashed, never from a compiled copy beside them."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import CodeType, ModuleType

_COMPILED_CODE = (".so", ".pyd")


class HashedModules(MetaPathFinder):
    """Finds modules as Python does; those inside the folder are compiled from the given bytes."""

    def __init__(self, folder: Path, files: Mapping[str, bytes]) -> None:
        """The folder of a plugin and its files."""
        self.folder, self.files = folder.resolve(), files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module if it lies in the folder; None leaves it to the others."""
        found = PathFinder.find_spec(fullname, path, target)
        if found is None or not found.has_location or found.origin is None:
            return None
        origin = Path(found.origin).resolve()
        if not origin.is_relative_to(self.folder):
            return None
        name = origin.relative_to(self.folder).as_posix()
        if name not in self.files:
            message = f"{name} is none of the files of the plugin that were hashed"
            raise ImportError(message, name=fullname)
        # NOTE: a library is read by the system itself; the file was hashed a moment ago.
        if name.endswith(_COMPILED_CODE):
            return None
        loader = _Loader(fullname, str(origin), self.files[name])
        return spec_from_file_location(
            fullname, origin, loader=loader, submodule_search_locations=found.submodule_search_locations
        )


class _Loader(SourceFileLoader):
    """Compiles the given bytes; no compiled copy is read or written."""

    def __init__(self, fullname: str, path: str, source: bytes) -> None:
        super().__init__(fullname, path)
        self.hashed = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader is of one module
        return self.source_to_code(self.hashed, self.path)

    def get_data(self, path: str) -> bytes:
        return self.hashed if path == self.path else super().get_data(path)


def drop(finder: HashedModules) -> None:
    """Look no more into the folder; a plugin may have done so already."""
    if finder in sys.meta_path:
        sys.meta_path.remove(finder)
