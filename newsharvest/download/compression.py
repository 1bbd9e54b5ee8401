"""Compressed answers: whole, or cut short."""

from __future__ import annotations

import gzip
import sys
import zlib
from io import BytesIO

import brotli
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from typing_extensions import override

from newsharvest.download.errors import ask_again
from newsharvest.language import _

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, brotli.error, zstd.ZstdError)
"""What a body raises that breaks off, or whose bytes are not as they were packed."""


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's own gives what it can unpack of a compressed answer that breaks off: half an article would pass for one.

    Such an answer, and one whose checksum is wrong, is asked for again, as one is that is shorter than its Content-Length, and then is a
    ResponseDataLossError. What a redirect or an error has to say its status says: of those a broken body is left away.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    @override
    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Request | Response:
        try:
            return super().process_response(request, response)
        except BROKEN as broken:
            if response.status >= 300:
                del response.headers["Content-Encoding"]
                return response.replace(body=b"")
            return ask_again(request, self.crawler, _("compressed, and broken: {why}", why=broken) if str(broken) else "")

    @override
    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        decoded = HttpCompressionMiddleware._decode(body, encoding, max_size)
        if body and not is_whole(body, encoding):
            raise EOFError
        return decoded


def is_whole(body: bytes, encoding: bytes) -> bool:
    """Tell whether what could be unpacked of a body was all of it: whether the mark is there that ends gzip, deflate, br or zstd.

    One of BROKEN for what cannot be unpacked.
    """
    if encoding == b"br":
        unpacker = brotli.Decompressor()
        unpacker.process(body)
        return bool(unpacker.is_finished())
    if encoding == b"deflate":
        stream = zlib.decompressobj()
        try:
            stream.decompress(body)
        except zlib.error:  # raw, as some servers send it
            stream = zlib.decompressobj(-zlib.MAX_WBITS)
            stream.decompress(body)
        return stream.eof
    packed = BytesIO(body)
    try:
        with zstd.ZstdFile(packed) if encoding == b"zstd" else gzip.GzipFile(fileobj=packed) as file:
            file.read()
    except EOFError:
        return False
    except gzip.BadGzipFile as error:
        return str(error).startswith("Not a gzipped file")  # something follows the end; else a sum does not match
    return True
