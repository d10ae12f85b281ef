/// One call of the git program by a server, as its shim logged it.
package struct GitCall: Sendable, Hashable {
    /// Process id of the shim.
    package let pid: Int32
    /// Seconds since boot when it began; hundredths of a second.
    package let start: Double
    /// Arguments after `git`.
    package let arguments: [String]
    /// Seconds since boot when it ended; nil while it runs or when it was killed.
    package var end: Double?
    /// Exit status.
    package var status: Int?
    /// Whether a push was told that the remote has something else than it takes for granted.
    package var isRefused = false
    /// Whether it outlived the server that had started it.
    package var isOrphaned = false
    /// What names the remote's address, for calls of the server itself: equal for equal ones.
    package var place = ""

    /// The git command: the first argument that is no global option.
    package var command: String {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if Self.optionsWithValue.contains(argument) {
                rest = rest.dropFirst()
            } else if !argument.hasPrefix("-") {
                return argument
            }
        }
        return ""
    }

    /// Why this push could overwrite or delete something on the remote, or nil.
    package var forced: String? {
        command == "push" ? Self.forced(in: arguments) : nil
    }

    /// Why a push with these arguments could overwrite or delete something on the remote, or nil.
    static func forced(in arguments: [String]) -> String? {
        let own = arguments.drop { $0 != "push" }.dropFirst()
        for argument in own {
            if ["-f", "--force", "--mirror", "--delete", "-d", "--prune"].contains(argument) {
                return argument
            }
            if argument == "--force-with-lease"
                || argument.hasPrefix("--force-with-lease=")
                    && !argument.dropFirst("--force-with-lease=".count).contains(":")
            {
                return argument + " (without the expected commit)"
            }
            if argument.hasPrefix("+") || argument.hasPrefix(":") && argument != ":" {
                return "refspec " + argument
            }
        }
        return nil
    }

    /// What a push asks for: source, destination and the value it expects there.
    package var orders: [String] {
        let own = arguments.drop { $0 != "push" }.dropFirst()
        let specs = own.filter { !$0.hasPrefix("-") && $0.contains(":refs/") }
        let leases = own.compactMap { argument in
            argument.hasPrefix("--force-with-lease=")
                ? String(argument.dropFirst("--force-with-lease=".count)) : nil
        }
        return specs.map { spec in
            let destination = spec.split(separator: ":").last.map(String.init) ?? ""
            let lease = leases.first { $0.hasPrefix(destination + ":") }
            return spec + (lease.map { " from " + $0.dropFirst(destination.count + 1) } ?? "")
        }.sorted()
    }

    private static let optionsWithValue: Set<String> = [
        "-c", "-C", "--git-dir", "--work-tree", "--namespace", "--exec-path",
    ]

    /// Reads a shim's log; lines that are not whole are left out.
    package static func parse(_ text: String) -> [GitCall] {
        var calls: [GitCall] = []
        var running: [Int32: Int] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\u{1f}", omittingEmptySubsequences: false)
            guard fields.count >= 3, let pid = Int32(fields[1]), let time = Double(fields[2])
            else { continue }
            if fields[0] == "start" {
                running[pid] = calls.count
                calls.append(
                    GitCall(pid: pid, start: time, arguments: fields.dropFirst(3).map(String.init)))
            } else if fields[0] == "end", fields.count >= 4, let index = running[pid] {
                calls[index].end = time
                calls[index].status = Int(fields[3])
                calls[index].isRefused = fields.dropFirst(4).first == "refused"
                calls[index].isOrphaned = fields.dropFirst(4).first == "orphaned"
                calls[index].place = fields.dropFirst(5).first.map(String.init) ?? ""
                running[pid] = nil
            }
        }
        return calls
    }
}
