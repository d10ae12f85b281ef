import Foundation
import JSONModel
import TestSupport
import Testing

/// A program that receives alerts over HTTP and keeps them, in Python: none of our code.
///
/// A GET is answered with 401, as by a git host that wants other credentials.
final class AlertReceiver: Sendable {
    struct Received: Sendable {
        let path: String
        let authorization: String?
        let body: JSON
    }

    let port: Int
    private let process: Process
    private let log: String
    private let answer: String
    private let folder: TemporaryFolder

    private static let script = """
        import http.server, json, os, sys
        folder = sys.argv[1]
        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                line = {"path": self.path, "body": json.loads(body),
                        "authorization": self.headers["Authorization"]}
                with open(folder + "/alerts", "a") as log: log.write(json.dumps(line) + "\\n")
                self.answer(int(open(folder + "/answer").read()))
            def do_GET(self):
                self.answer(401)
            def answer(self, status):
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
            def log_message(self, *words): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        with open(folder + "/port.new", "w") as port: port.write(str(server.server_port))
        os.rename(folder + "/port.new", folder + "/port")
        server.serve_forever()
        """

    init() async throws {
        folder = try TemporaryFolder()
        log = folder.child("alerts")
        answer = try folder.write("200", to: "answer")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, folder.path]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
        let file = folder.child("port")
        try await until("the receiver listens") { FileManager.default.fileExists(atPath: file) }
        port = try #require(Int(String(contentsOfFile: file, encoding: .utf8)))
    }

    deinit { kill(process.processIdentifier, SIGKILL) }

    /// With a secret in it, as such addresses have.
    var url: String { "http://127.0.0.1:\(port)/hook?token=\(Self.token)" }
    static let token = "alert-url-token"

    /// Everything posted so far.
    var received: [Received] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { try? JSON.parse(Array($0.utf8)) }.map {
            Received(
                path: $0["path"]?.text ?? "", authorization: $0["authorization"]?.text,
                body: $0["body"] ?? .null)
        }
    }

    /// What it answers from now on.
    func setStatus(_ status: Int) throws { try folder.write("\(status)", to: "answer") }

    /// Waits for `count` alerts; returns all.
    func alerts(_ count: Int) async throws -> [JSON] {
        try await until("\(count) alerts came") { received.count >= count }
        return received.map(\.body)
    }
}
