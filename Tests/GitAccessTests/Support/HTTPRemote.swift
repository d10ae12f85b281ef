import Subprocess
import TestSupport

/// A git server over HTTP for tests: `git http-backend` behind a small Python server.
///
/// The first part of a path chooses how it behaves, the rest names a repository below `root`.
enum HTTPRemote {
    /// How a path behaves.
    enum Manner: String {
        case serve, silent, dies, stalls, unauthorized, forbidden, missing, broken
        /// Answers 429 and asks to be left alone for 7 seconds.
        case busy
        /// Takes a push and breaks off before it reports.
        case mute
        /// Answers the first question, and a push in the remote's place: 502, and 413.
        case gateway, strict
        /// Redirects to where it serves: a path; another name of this host; to itself.
        case renamed, stranger, circle
        /// Answers the first question, and redirects the second to another name of this host.
        case halfway
    }

    /// Runs `body` with a function that makes URLs of a server for the folder `root`.
    static func with<Value: Sendable>(
        root: String,
        _ body: @escaping @Sendable ((Manner, String) -> String) async throws -> Value
    ) async throws -> Value {
        let result = try await Subprocess.run(
            .name("python3"), arguments: ["-c", script, root], input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .kill) }
            var port = ""
            for try await buffer in execution.standardOutput {
                port += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                if port.hasSuffix("\n") { break }
            }
            let address = "127.0.0.1:\(port.dropLast())"
            return try await body { "http://\(address)/\($0.rawValue)/\($1)" }
        }
        return result.closureResult
    }

    private static let script = #"""
        import http.server, os, subprocess, sys, threading
        ROOT = sys.argv[1]
        STATUS = {"unauthorized": 401, "forbidden": 403, "missing": 404, "broken": 503, "busy": 429}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *arguments):
                pass

            def do_GET(self):
                manner, _, rest = self.path.lstrip("/").partition("/")
                if manner == "silent":
                    threading.Event().wait()
                with open(os.path.join(ROOT, "asked.log"), "a") as log:
                    log.write(self.headers["Host"] + " " + self.path + "\n")
                stranger = "http://localhost:%d/serve/" % server.server_port
                places = {"renamed": "/serve/", "circle": "/circle/", "stranger": stranger}
                if manner == "halfway" and self.command == "POST":
                    places["halfway"] = stranger
                if manner in places:
                    self.send_response(301)
                    self.send_header("Location", places[manner] + rest)
                    self.end_headers()
                    return
                if manner in STATUS:
                    self.send_response(STATUS[manner])
                    if manner == "unauthorized":
                        self.send_header("WWW-Authenticate", 'Basic realm="data"')
                    if manner == "busy":
                        self.send_header("Retry-After", "7")
                    self.end_headers()
                    return
                if manner in ("gateway", "strict") and self.command == "POST":
                    self.rfile.read(int(self.headers.get("Content-Length") or 0))
                    self.send_response({"gateway": 502, "strict": 413}[manner])
                    self.end_headers()
                    return
                path, _, query = rest.partition("?")
                head, body = self.backend(path, query)
                if manner == "mute" and path.endswith("/git-receive-pack"):
                    return
                self.send_response(200)
                for line in head.decode().split("\r\n"):
                    name, _, value = line.partition(": ")
                    if name and name != "Status":
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if manner in ("serve", "halfway", "gateway", "strict") or b"PACK" not in body:
                    self.wfile.write(body)
                    return
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                if manner == "stalls":
                    threading.Event().wait()

            do_POST = do_GET

            def backend(self, path, query):
                length = int(self.headers.get("Content-Length") or 0)
                environment = {
                    "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": ROOT,
                    "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": "/" + path, "QUERY_STRING": query,
                    "REQUEST_METHOD": self.command,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                    "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                    "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                    "CONTENT_LENGTH": str(length), "REMOTE_ADDR": "127.0.0.1",
                    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
                }
                output = subprocess.run(
                    ["git", "http-backend"], input=self.rfile.read(length), env=environment,
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
                head, _, body = output.partition(b"\r\n\r\n")
                return head, body

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """#
}
