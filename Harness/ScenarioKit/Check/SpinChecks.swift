/// The clock of the calls has steps of 10 ms, and a process takes a while to be started.
private let tolerance = 0.05

/// Whether a server tries the same push again and again, judged by the calls of its git.
package struct SpinChecks: Sendable {
    /// How a server waits between pushes, and what ends a wait.
    package struct Pace: Sendable {
        /// First and longest wait, in seconds.
        package var base: Double
        package var cap: Double
        /// Seconds since boot at which it may try at once: starts, calls, looks it was told to make.
        package var resets: [Double]
        /// Where only the scenario moves the time: when it did, and by how many seconds.
        package var moves: [(at: Double, by: Double)]?

        package init(
            base: Double, cap: Double, resets: [Double] = [],
            moves: [(at: Double, by: Double)]? = nil
        ) {
            self.base = base
            self.cap = cap
            self.resets = resets
            self.moves = moves
        }

        /// How long it was for the server from one moment to another.
        func time(from start: Double, to end: Double) -> Double {
            guard let moves else { return end - start }
            return moves.filter { $0.at >= start - tolerance && $0.at <= end + tolerance }
                .map(\.by).reduce(0, +)
        }
    }

    /// A wait may be that much shorter by chance.
    private static let jitter = 0.85
    /// How many git processes of one server may run side by side.
    private static let processes = 2

    private let calls: [GitCall]
    private let pace: Pace

    package init(_ calls: [GitCall], pace: Pace) {
        // A server that was killed waits for nothing, and the next one does not know of it.
        self.calls = calls.filter { !$0.isOrphaned }
        self.pace = pace
    }

    /// Everything that breaks `no-retry-spin`.
    package var findings: [Finding] { early + crowded }

    /// Pushes of the same commits to the same branches of one address that came before their time, and pushes
    /// again after the remote had said that there is something else.
    private var early: [Finding] {
        var findings: [Finding] = []
        var failures: [[String]: (count: Int, end: Double, isFinal: Bool)] = [:]
        for call in calls where call.command == "push" {
            guard let end = call.end else { continue }
            let orders = call.orders
            // The same push to where a redirect led is another one.
            let push = orders + [call.place]
            let before = failures[push]
            let isFree = before.map { last in
                pace.resets.contains { $0 >= last.end - tolerance && $0 <= call.start }
            }
            if let before, isFree == false {
                let waited = pace.time(from: before.end, to: call.start)
                let least = wait(after: before.count) * Self.jitter - tolerance
                if before.isFinal {
                    findings.append(
                        Finding(
                            .noRetrySpin,
                            "\(Self.words(orders)) was pushed again, though the remote has "
                                + "something else"))
                } else if waited < least {
                    findings.append(
                        Finding(
                            .noRetrySpin,
                            "\(Self.words(orders)) was pushed again after \(Self.text(waited)), "
                                + "failure \(before.count) asks for \(Self.text(least))"))
                }
            }
            if call.status == 0 {
                failures = [:]
            } else {
                let count = isFree == false ? before?.count ?? 0 : 0
                failures[push] = (count + 1, end, orders.count == 1 && call.isRefused)
            }
        }
        return findings
    }

    /// The wait that is due after so many failures in a row.
    private func wait(after failures: Int) -> Double {
        var wait = pace.base
        for _ in 1..<max(2, failures) where failures > 1 && wait < pace.cap { wait *= 2 }
        return min(wait, pace.cap)
    }

    /// More git processes at the same time than a server needs.
    private var crowded: [Finding] {
        let network = calls.filter { ["fetch", "clone", "push", "ls-remote"].contains($0.command) }
        var edges: [(time: Double, step: Int)] = []
        for call in network {
            guard let end = call.end, end > call.start else { continue }
            edges += [(call.start, 1), (end, -1)]
        }
        edges.sort { ($0.time, $0.step) < ($1.time, $1.step) }
        var running = 0
        var most = 0
        for edge in edges {
            running += edge.step
            most = max(most, running)
        }
        guard most > Self.processes else { return [] }
        return [Finding(.noRetrySpin, "\(most) git processes talked to remotes at the same time")]
    }

    private static func words(_ orders: [String]) -> String { orders.joined(separator: " ") }

    private static func text(_ seconds: Double) -> String {
        "\((seconds * 100).rounded() / 100) s"
    }
}
