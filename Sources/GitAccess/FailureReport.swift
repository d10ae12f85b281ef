/// Turns the end of a git run into a `TransportFailure`. Git is run with LC_ALL=C, so that its
/// words are known; curl's and ssh's are in it too.
enum FailureReport {
    static func make(_ exit: GitExit, url: String, timeout: Duration) -> TransportFailure {
        let message = message(exit.errors, url: url)
        switch exit.ending {
        case .timedOut:
            let limit = "git was stopped after \(timeout)"
            return TransportFailure(
                reason: .timeout, message: message.isEmpty ? limit : "\(limit): \(message)")
        case .cancelled:
            return TransportFailure(reason: .transport, message: "the call was cancelled")
        case .notStarted(let reason):
            return TransportFailure(
                reason: .transport, side: .local,
                message: "the git program could not be started: \(reason)")
        case .signaled(let number):
            return TransportFailure(
                reason: .transport, message: "git was ended by signal \(number): \(message)")
        case .exited(let code):
            let text = exit.errors.lowercased()
            let side = side(text)
            return TransportFailure(
                reason: side == .remote ? reason(text) : .transport, side: side,
                message: message.isEmpty ? "git exited with \(code)" : message)
        }
    }

    static func reason(_ text: String) -> TransportFailure.Reason {
        let table: [(TransportFailure.Reason, [String])] = [
            (
                .authentication,
                [
                    "authentication failed", "could not read username", "could not read password",
                    "returned error: 401", "returned error: 403", "permission denied (",
                    "host key verification failed", "invalid username or password",
                    "access denied", "access rights to this repository",
                    "password authentication was removed",
                ]
            ),
            (
                .timeout,
                [
                    "operation too slow", "operation timed out", "timed out after",
                    "timeout was reached",
                ]
            ),
            (
                .unreachable,
                [
                    "could not resolve host", "connection refused", "failed to connect",
                    "couldn't connect", "no route to host", "network is unreachable",
                    "connection timed out", "does not appear to be a git repository",
                    "repository not found", "returned error: 404", "' not found",
                    "not valid: is this",
                    "name or service not known", "temporary failure in name resolution",
                    "unable to find remote helper", "not allowed", "certificate",
                    "unable to look up",
                    "no such file or directory", "ssl connection", "no path specified",
                    "is not a git command", "unable to connect", "unsupported protocol",
                    "strange pathname", "strange hostname",
                ]
            ),
        ]
        return table.first { $0.1.contains { text.contains($0) } }?.0 ?? .transport
    }

    static func side(_ text: String) -> TransportFailure.Side {
        if ["no space left on device", "disk quota exceeded"].contains(where: {
            own(text).contains($0)
        }) {
            return .storageFull
        }
        let signs = [
            "unable to create '", "cannot lock ref", "read-only file system", "is corrupt",
            "insufficient permission for adding", "not a git repository: ", "object file ",
            "unable to create temporary", "unable to write", "unable to open loose object",
            "bad config line", "malformed value for", "bad object refs/", "cannot open '",
            "broken ref", "packfile /", "packfile ./",
        ]
        return signs.contains { own(text).contains($0) } ? .local : .remote
    }

    /// The lines that git wrote itself, without those it passed on from the other side.
    static func own(_ text: String) -> String {
        text.split(separator: "\n").filter { !$0.hasPrefix("remote:") }.joined(separator: "\n")
    }

    /// The last lines worth reading: no progress, no general advice, no control characters.
    static func message(_ errors: String, url: String) -> String {
        let noise = [
            "hint:", "please make sure you have the correct access rights",
            "and the repository exists.", "another git process seems to be running",
            "an editor opened by 'git commit'", "are terminated then try again",
            "may have crashed in this repository", "remove the file manually to continue",
        ]
        let lines = errors.split { $0 == "\n" || $0 == "\r\n" }.compactMap { line -> String? in
            let visible = line.split(separator: "\r").last ?? ""
            let scalars = visible.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
            let text = String(String.UnicodeScalarView(scalars))
            let isNoise = noise.contains { text.lowercased().hasPrefix($0) }
            let isProgress = TransportProgress(line: text) != nil
            return isNoise || isProgress || text.allSatisfy { $0 == " " } ? nil : text
        }
        let text = lines.suffix(6).joined(separator: "\n")
        return String(Redaction.clean(text, of: url).suffix(Limits.messageBytes))
    }
}
