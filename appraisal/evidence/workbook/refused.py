"""Why a file was refused, as one sentence for its sender and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraisal.errors import Finding, Place
from appraisal.evidence.limits import CHILD_CPU_SECONDS
from appraisal.texts import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAVE = text("Open it in Excel or WPS and save it as .xlsx.")
_SAVE_ANEW = text("Open it in Excel or WPS, save it as a new .xlsx file, and send that.")
_SPLIT = text("Split it into several files.")
_CLEAR = text("Delete what does not belong to the table, and save it again.")


def refused(reason: str, facts: Mapping[str, object], file: str) -> Finding:
    """The finding for a file that was not read for ``reason``."""
    code, message, fix = _words(reason, facts)
    sheet = facts.get("sheet")
    return Finding(code, message, fix, place=Place(file, sheet=str(sheet) if sheet else None))


def _words(reason: str, facts: Mapping[str, object]) -> tuple[str, Text, Text]:
    kind, _, of_parquet = reason.partition(" ")
    if of_parquet:
        return _parquet_words(of_parquet, facts)
    return _kind_words(kind) or _size_words(kind, facts) or _damage_words(kind, facts)


def _kind_words(reason: str) -> tuple[str, Text, Text] | None:
    """It is another kind of file."""
    unknown = text("The file is no Excel workbook, whatever its name says.")
    kinds = {
        "et": (text("This is a file of WPS (.et), which is not read."), text("Open it in WPS and save it as .xlsx.")),
        "ods": (text("This is an .ods file, which is not read."), _SAVE),
        "xlsb": (text("This is an .xlsb file, which is not read."), _SAVE),
        "no_sheets": (text("The workbook has no sheet with cells."), _SAVE_ANEW),
        "no_workbook": (unknown, _SAVE),
        "unknown": (unknown, _SAVE),
    }
    if reason == "password":
        message = text("The workbook is protected by a password.")
        return "workbook|password", message, text("Remove the password and save it as .xlsx.")
    return ("workbook|format", *kinds[reason]) if reason in kinds else None


def _size_words(reason: str, facts: Mapping[str, object]) -> tuple[str, Text, Text] | None:
    """It is too large in one way or another."""
    sizes = {
        "bytes": (text("The workbook is larger than {limit} MB.", **facts), _SPLIT),
        "unpacked": (text("Unpacked, the workbook is larger than {limit} MB.", **facts), _SPLIT),
        "ratio": (text("Unpacked, a part of the workbook is more than {limit} times as large.", **facts), _SAVE_ANEW),
        "members": (text("The workbook has more than {limit} parts.", **facts), _SAVE_ANEW),
        "sheets": (text("The workbook has more than {limit} sheets.", **facts), _SPLIT),
        "rows": (text("The sheet has more than {limit} rows; its last cell is {cell}.", **facts), _CLEAR),
        "columns": (text("The sheet has more than {limit} columns; its last cell is {cell}.", **facts), _CLEAR),
        "cells": (text("The sheets span more than {limit} cells; the last one here is {cell}.", **facts), _CLEAR),
        "cell": (text("A cell has more than {limit} characters.", **facts), text("Shorten it.")),
        "text": (text("The workbook has more than {limit} million characters.", **facts), _SPLIT),
        "merged": (text("The sheet has more than {limit} merged areas.", **facts), _CLEAR),
        "memory": (text("Reading the workbook takes too much memory."), _SPLIT),
    }
    if reason == "time":
        message = text("Reading the workbook takes too long (more than {limit} seconds).", limit=CHILD_CPU_SECONDS)
        return "workbook|too_slow", message, _SAVE_ANEW
    return ("workbook|too_large", *sizes[reason]) if reason in sizes else None


def _damage_words(reason: str, facts: Mapping[str, object]) -> tuple[str, Text, Text]:
    match reason:
        case "doctype":
            message = text("The workbook contains a document type, which no spreadsheet program writes.")
        case "overlap":
            message = text("The merged cells {first} and {second} overlap.", **facts)
        case "damaged":
            message = text("The workbook is damaged ({reason}).", **facts)
        case _:
            message = text("The workbook is damaged: reading it failed.")
    return "workbook|damaged", message, _SAVE_ANEW


def _parquet_words(reason: str, facts: Mapping[str, object]) -> tuple[str, Text, Text]:
    anew = text("Write it anew from its source.")
    match reason:
        case "parquet_rows":
            return "file|too_large", text("The file has more than {limit} rows.", **facts), Text("")
        case "parquet_columns":
            return "file|too_large", text("The file has more than {limit} columns.", **facts), Text("")
        case "memory":
            return "file|too_large", text("Reading the file takes too much memory."), _SPLIT
        case "time":
            message = text("Reading the file takes too long (more than {limit} seconds).", limit=CHILD_CPU_SECONDS)
            return "file|too_slow", message, _SPLIT
        case "damaged":
            return "parquet|damaged", text("The file is damaged or no Parquet file ({reason}).", **facts), anew
        case _:
            return "parquet|damaged", text("The file is damaged: reading it failed."), anew
