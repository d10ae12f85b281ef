"""Serves the bare repositories of a folder over HTTP with git http-backend."""

import http.server
import subprocess
import threading
import time
from pathlib import Path

import repository


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer leaves in one piece: two writes would wait 40 ms for the client's delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    root: Path
    distance = 0.0  # seconds there and back

    def setup(self):
        time.sleep(self.distance)  # a connection is made
        super().setup()

    def do_GET(self):
        self.run(b"")

    def do_POST(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            self.run(self.chunks())
        else:
            self.run(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def run(self, body: bytes):
        time.sleep(self.distance)
        path, _, query = self.path.partition("?")
        environment = repository.ENVIRONMENT | {
            "GIT_PROJECT_ROOT": str(self.root), "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query,
            "REMOTE_USER": "oracle", "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", "")}
        done = subprocess.run(
            ["git", "http-backend"], input=body, capture_output=True, env=environment, timeout=60)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = [line.partition(": ")[::2] for line in head.decode().split("\r\n") if line]
        status = next((value for name, value in headers if name == "Status"), "200 OK")
        self.send_response(int(status.split(" ")[0]))
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except (OSError, ValueError):
            pass  # the client was killed, perhaps between two chunks


class HTTPRemote:
    """Listens until the process ends."""

    def __init__(self, root: Path, host: str = "127.0.0.1"):
        handler = type("RootedHandler", (Handler,), {"root": root})
        self.server = http.server.ThreadingHTTPServer((host, 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, name: str) -> str:
        host, port = self.server.server_address[:2]
        return f"http://{host}:{port}/{name}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
