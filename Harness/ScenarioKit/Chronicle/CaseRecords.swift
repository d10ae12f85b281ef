package import Foundation

/// Files of a kept case.
package enum CaseRecords {
    /// Reads and writes as intervals, one JSON object a line, by when they ended. `result` is `ok`,
    /// `fail` (it had no effect and shows none) or `info` (no answer: it may have happened).
    package static func history(of chronicle: Chronicle) -> String {
        var lines = chronicle.reads.map { read in
            (read.record.end, self.line(read, since: chronicle.start))
        }
        for event in chronicle.events where event.kind == "answer" {
            lines.append((event.at, line(event, since: chronicle.start)))
        }
        lines.sort { $0.0 < $1.0 }
        return lines.map { $0.1 + "\n" }.joined()
    }

    private static func line(_ read: Chronicle.Read, since start: MonotonicTime) -> String {
        let record = read.record
        var fields: [DataValue.Field] = [
            .init("type", "read"), .init("crew", read.crew),
            .init("connection", record.connection), .init("kind", record.kind.word),
            .init("start", record.start.seconds(since: start)),
            .init("end", record.end.seconds(since: start)), .init("status", record.status),
            .init("result", record.isGood ? "ok" : "fail"),
        ]
        if record.failure != .none { fields.append(.init("failure", "\(record.failure)")) }
        for (name, text) in [
            ("path", record.path), ("commit", record.commit), ("bodyCommit", record.bodyCommit),
        ] {
            if let text { fields.append(.init(name, text)) }
        }
        if let generation = record.generation {
            fields.append(.init("generation", Int(clamping: generation)))
        }
        if let least = record.leastStamp, let greatest = record.greatestStamp {
            fields.append(
                .init(
                    name: "gens",
                    value: .list([.integer(Int64(least)), .integer(Int64(greatest))])))
            fields.append(.init("records", record.stamps))
        }
        if let wanted = record.wantedStamp {
            fields += [.init("wanted", wanted), .init("matches", record.matches)]
        }
        if record.truncated { fields.append(.init(name: "truncated", value: .boolean(true))) }
        return JSONText.write(.map(fields))
    }

    private static func line(_ event: EventLog.Event, since start: MonotonicTime) -> String {
        let end = event.at.seconds(since: start)
        let milliseconds = event["ms"]?.double ?? 0
        let status = Int(event["status"]?.double ?? 0)
        let result =
            switch status {
            case 200..<300: "ok"
            case 0, 504: "info"
            default: "fail"
            }
        let fields: [DataValue.Field] = [
            .init("type", event["to"]?.text ?? "call"),
            .init("start", max(0, end - milliseconds / 1000)), .init("end", end),
            .init("result", result),
        ]
        let kept = ["request", "status", "outcome", "old", "new", "commit", "generation", "error"]
        return JSONText.write(.map(fields + event.fields.filter { kept.contains($0.name) }))
    }

    /// Reads back the reads of a stored history, by crew; lines that are no reads are passed over.
    package static func reads(in text: Data, start: MonotonicTime) -> [String: [ReadRecord]] {
        var crews: [String: [ReadRecord]] = [:]
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let json = JSONText.parse(Array(line)), json["type"]?.text == "read",
                let crew = json["crew"]?.text, let read = read(json, since: start)
            else { continue }
            crews[crew, default: []].append(read)
        }
        return crews
    }

    private static func read(_ json: DataValue, since start: MonotonicTime) -> ReadRecord? {
        guard let word = json["kind"]?.text,
            let kind = ReadRecord.Kind.allCases.first(where: { $0.word == word }),
            let connection = json["connection"]?.double, let begin = json["start"]?.double,
            let end = json["end"]?.double
        else { return nil }
        var read = ReadRecord(
            connection: Int(connection), kind: kind, start: start.advanced(by: .seconds(begin)),
            end: start.advanced(by: .seconds(end)))
        read.status = Int(json["status"]?.double ?? 0)
        let failures: [ReadRecord.Failure] = [.refused, .broken, .timeout, .malformed]
        read.failure = failures.first { "\($0)" == json["failure"]?.text } ?? .none
        read.path = json["path"]?.text
        read.commit = json["commit"]?.text
        read.bodyCommit = json["bodyCommit"]?.text
        read.generation = json["generation"]?.double.map { UInt64(max(0, $0)) }
        read.leastStamp = json["gens"]?.items?.first?.double.map { Int($0) }
        read.greatestStamp = json["gens"]?.items?.last?.double.map { Int($0) }
        read.stamps = Int(json["records"]?.double ?? 0)
        read.wantedStamp = json["wanted"]?.double.map { Int($0) }
        read.matches = Int(json["matches"]?.double ?? 0)
        read.truncated = json["truncated"]?.flag ?? false
        return read
    }
}
