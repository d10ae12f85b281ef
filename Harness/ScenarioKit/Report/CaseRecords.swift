/// Files of a kept case.
package enum CaseRecords {
    /// Reads as intervals, one JSON object a line.
    package static func history(
        _ reads: [(crew: String, record: ReadRecord)], since start: MonotonicTime
    ) -> String {
        reads.map { crew, read in
            var fields: [DataValue.Field] = [
                .init(name: "crew", value: .string(crew)),
                .init(name: "connection", value: .integer(Int64(read.connection))),
                .init(name: "kind", value: .string(read.kind.word)),
                .init(name: "start", value: .number(read.start.seconds(since: start))),
                .init(name: "end", value: .number(read.end.seconds(since: start))),
                .init(name: "status", value: .integer(Int64(read.status))),
                .init(name: "result", value: .string(read.isGood ? "ok" : "\(read.failure)")),
            ]
            if let commit = read.commit {
                fields.append(.init(name: "commit", value: .string(commit)))
            }
            if let generation = read.generation {
                fields.append(
                    .init(name: "generation", value: .integer(Int64(clamping: generation))))
            }
            if let least = read.leastStamp, let greatest = read.greatestStamp {
                let stamps = [DataValue.integer(Int64(least)), .integer(Int64(greatest))]
                fields.append(.init(name: "gens", value: .list(stamps)))
            }
            return JSONText.write(.map(fields)) + "\n"
        }.joined()
    }
}
