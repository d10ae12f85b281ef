import Foundation

/// Load from wrk: connections that stay and ask again as soon as they are answered.
struct Wrk {
    /// What wrk says of one run.
    struct Result {
        let rate: Double
        let p99: Double
        /// Answers that were not 2xx or 3xx, and broken connections.
        let failures: Int
    }

    var connections = 64
    var seconds = 5
    var fields: [String] = []
    /// A script in Lua that makes the requests.
    var script: String?
    var cores: [Int]?

    func run(_ url: String) throws -> Result {
        guard Tool.path("wrk") != nil else { throw BenchmarkError.missing("wrk") }
        var command = Cores.pinning(to: cores)
        command += ["wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--latency"]
        // Slow is a figure; only what never comes is a failure.
        command += ["--timeout", "10s"]
        command += fields.flatMap { ["-H", $0] }
        if let script { command += ["-s", script] }
        let text = try ChildProcess.output(command + [url])
        guard let rate = Self.word(after: "Requests/sec:", in: text).flatMap(Double.init),
            let p99 = Self.word(after: "\n     99%", in: text).flatMap(Self.milliseconds)
        else { throw BenchmarkError.inconsistent(text) }
        let failures = Self.word(after: "Non-2xx or 3xx responses:", in: text).flatMap(Int.init)
        let broken = text.contains("Socket errors:") ? 1 : 0
        let result = Result(rate: rate, p99: p99, failures: (failures ?? 0) + broken)
        guard result.failures == 0 else { throw BenchmarkError.inconsistent(text) }
        return result
    }

    private static func word(after label: String, in text: String) -> String? {
        guard let place = text.range(of: label) else { return nil }
        return text[place.upperBound...].split { $0 == " " || $0 == "\n" }.first.map(String.init)
    }

    private static func milliseconds(_ text: String) -> Double? {
        for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1_000)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { $0 * factor }
        }
        return nil
    }
}
