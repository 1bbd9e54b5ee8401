"""WARC files, in and out: their records, whole and told apart from what is damaged. It knows of no outlet and no store."""

from newsharvest.warc.http import Message, MessageError, parse_message
from newsharvest.warc.reading import Head, Place, Reader, Record, Trouble, WarcError, is_warc, told, warc_files

__all__ = [
    "Head",
    "Message",
    "MessageError",
    "Place",
    "Reader",
    "Record",
    "Trouble",
    "WarcError",
    "is_warc",
    "parse_message",
    "told",
    "warc_files",
]
