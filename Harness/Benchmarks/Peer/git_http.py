"""Serves the bare repositories of a folder over HTTP on a port until it is killed."""

import http.server
import sys
from pathlib import Path

import http_remote


class Handler(http_remote.Handler):
    root = Path(sys.argv[1])


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
