import Foundation
import JSONModel
import Testing

extension RawClient {
    /// What became of slow connections, and of an ordinary client beside them.
    struct SlowRun {
        /// What each kind of slow client was answered before it was hung up on: a status, or `cut`.
        let answers: JSON
        /// Connections that the server still held when the run ended.
        let left: Int
        /// Answers to the ordinary client, and the longest it waited for one, in milliseconds.
        let asked: Int
        let longest: Int
    }

    /// Sends heads and bodies a byte at a time, and reads answers a byte at a time, `times` each,
    /// until the server has hung up on all of them.
    ///
    /// `large` is a path with a long answer; `body` a head that announces a body.
    static func slow(
        _ times: Int, body: String, large: String, to server: ServerProcess
    ) async throws -> SlowRun {
        let script = """
            import collections, http.client, json, os, select, socket, sys, time
            port, times, pid = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            body, large = sys.argv[4].encode(), sys.argv[5]
            whole = f"GET {large} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".encode()
            def held():
                count = 0
                for name in os.listdir(f"/proc/{pid}/fd"):
                    try: count += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
                    except OSError: pass
                return count
            ordinary = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            def ask():
                begun = time.monotonic()
                ordinary.request("GET", "/api/sheets/people/ada")
                answer = ordinary.getresponse()
                answer.read()
                assert answer.status == 200, answer.status
                return time.monotonic() - begun
            ask()
            before = held()
            def connect(kind):
                s = socket.socket()
                if kind == "reader": s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                s.connect(("127.0.0.1", port))
                if kind == "body": s.sendall(body)
                if kind == "reader": s.sendall(whole)
                return s
            kinds = ("head", "body", "reader")
            slow = {connect(kind): kind for kind in kinds for _ in range(times)}
            said = collections.defaultdict(collections.Counter)
            text = collections.defaultdict(bytes)
            begun, asked, longest = time.monotonic(), 0, 0
            line = b"GET /api/sheets HTTP/1.1\\r\\nHost: x\\r\\nX-Slow: " + b"x" * 10000
            def end(s, kind):
                status = text[s][9:12].decode() if text[s].startswith(b"HTTP/1.1 ") else "nothing"
                said[kind][status] += 1
                del slow[s]
                s.close()
            step = 0
            def done(): return set(slow.values()) <= {"reader"} and held() <= before
            while time.monotonic() - begun < 60 and not done():
                longest, asked = max(longest, ask()), asked + 1
                for s, kind in list(slow.items()):
                    try:
                        if kind == "reader":
                            if select.select([s], [], [], 0)[0]: text[s] += s.recv(1)
                            continue
                        if select.select([s], [], [], 0)[0]:
                            part = s.recv(65536)
                            text[s] += part
                            if not part: end(s, kind)
                        else: s.send(line[step:step + 1] if kind == "head" else b"x")
                    except ConnectionError: end(s, kind)
                step += 1
                # The pace of the slow ones.
                time.sleep(0.05)
            left = held() - before
            # What the kernel still holds for a reader is less than the whole answer.
            for s, kind in list(slow.items()):
                s.settimeout(30)
                try:
                    while part := s.recv(1 << 20): text[s] += part
                except (ConnectionError, socket.timeout): pass
                head, _, rest = text[s].partition(b"\\r\\n\\r\\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\\r\\n")[0])
                said[kind]["cut" if len(rest) < length else "whole"] += 1
            print(json.dumps({"answers": said, "left": left, "asked": asked,
                              "longest": round(longest * 1000)}))
            """
        let bytes = try await python(
            script,
            ["\(server.port)", "\(times)", "\(server.process.processIdentifier)", body, large],
            input: [])
        let json = try JSON.parse(bytes)
        func number(_ name: String) throws -> Int {
            guard case .integer(let value)? = json[name] else { throw Missing(name: name) }
            return Int(value)
        }
        return SlowRun(
            answers: json["answers"] ?? .null, left: try number("left"),
            asked: try number("asked"), longest: try number("longest"))
    }

    /// Opens `times` connections that send half a head and nothing more; returns what a reload and
    /// a read are answered then, how long both took, and how many of the connections were ended.
    static func behindHalfHeads(
        _ times: Int, secret: String, to server: ServerProcess
    ) async throws -> JSON {
        let script = """
            import http.client, json, socket, sys, time
            port, times = int(sys.argv[1]), int(sys.argv[2])
            begun = time.monotonic()
            stuck = []
            for _ in range(times):
                s = socket.create_connection(("127.0.0.1", port), timeout=30)
                s.sendall(b"GET /api/sheets HTTP/1.1\\r\\nHo")
                stuck.append(s)
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            def ask(method, path, headers):
                c.request(method, path, headers=headers)
                answer = c.getresponse()
                answer.read()
                return answer.status
            read = ask("GET", "/api/sheets", {})
            secret = {"Authorization": "Bearer " + sys.argv[3]}
            load = ask("POST", "/api/_internal/reload-data", secret)
            took = time.monotonic() - begun
            def isEnded(s):
                s.setblocking(False)
                try: return not s.recv(1)
                except BlockingIOError: return False
                except ConnectionError: return True
            ended = sum(map(isEnded, stuck))
            print(json.dumps({"read": read, "reload": load, "ended": ended, "seconds": int(took)}))
            """
        return try JSON.parse(
            try await python(script, ["\(server.port)", "\(times)", secret], input: []))
    }

    private struct Missing: Error { let name: String }
}
