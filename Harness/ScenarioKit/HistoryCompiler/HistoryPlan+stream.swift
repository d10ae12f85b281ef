/// Writing the history as one `git fast-import` stream.
extension HistoryPlan {
    /// Writes the stream to a file; mark `:n` is the n-th of `names`, and each commit gets its
    /// `poolRef`. It ends with `done`, so that a stream cut short is refused.
    package func writeStream(to path: String) throws(HistoryError) {
        var sink = try ByteSink(path: path)
        try sink.write("feature done\n")
        let marks = Dictionary(uniqueKeysWithValues: zip(names, 1...))
        try HistoryWalk.run(history, names) { visit throws(HistoryError) in
            try writeHeader(of: visit, marks, to: &sink)
            try writeChanges(of: visit, to: &sink)
        }
        try sink.write("done\n")
        try sink.finish()
    }

    private func writeHeader(
        of visit: HistoryWalk.Visit, _ marks: [CommitName: Int], to sink: inout ByteSink
    ) throws(HistoryError) {
        guard let summary = summary(of: visit.name), let mark = marks[visit.name] else { return }
        let stamp = "\(summary.author) \(summary.date.seconds) +0000"
        let parents = parents(of: visit.name) ?? []
        // Without `from`, fast-import would go on from the ref's present tip; pool refs are new.
        var head = "commit \(Self.poolRef(visit.name))\nmark :\(mark)\n"
        head += "author \(stamp)\ncommitter \(stamp)\n"
        var message = Array(summary.message.utf8)
        if let encoding = visit.spec.encoding {
            head += "encoding \(encoding)\n"
            message = MessageEncoding(encoding)?.bytes(summary.message) ?? message
        }
        try sink.write(head)
        try sink.write("data \(message.count)\n")
        try sink.write(message)
        try sink.write("\n")
        for (index, parent) in parents.enumerated() {
            try sink.write("\(index == 0 ? "from" : "merge") :\(marks[parent] ?? 0)\n")
        }
    }

    /// Deletions first: a file may stand where a folder comes to be.
    private func writeChanges(
        of visit: HistoryWalk.Visit, to sink: inout ByteSink
    ) throws(HistoryError) {
        let before = visit.before
        let touched = visit.state.touched.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        for path in touched where visit.state.tree[path] == nil && before?[path] != nil {
            try sink.write("D \(Self.quoted(path))\n")
        }
        for path in touched {
            guard let file = visit.state.tree[path], file != before?[path] else { continue }
            try write(path, file, to: &sink)
        }
        try sink.write("\n")
    }

    private func write(
        _ path: String, _ file: TreeFile, to sink: inout ByteSink
    ) throws(HistoryError) {
        let path = Self.quoted(path)
        switch file.content {
        case .link(let id): try sink.write("M \(file.mode) \(id) \(path)\n")
        case .bytes(let bytes): try write(bytes, "M \(file.mode) inline \(path)\n", to: &sink)
        case .record(let record):
            try write(record.bytes, "M \(file.mode) inline \(path)\n", to: &sink)
        case .random(let blob):
            try sink.write("M \(file.mode) inline \(path)\ndata \(blob.size.bytes)\n")
            var random = RandomBytes(blob)
            while case let piece = random.next(1 << 16), !piece.isEmpty {
                try sink.write(piece)
            }
            try sink.write("\n")
        }
    }

    private func write(
        _ bytes: [UInt8], _ head: String, to sink: inout ByteSink
    ) throws(HistoryError) {
        try sink.write("\(head)data \(bytes.count)\n")
        try sink.write(bytes)
        try sink.write("\n")
    }

    /// A path as fast-import reads it: in C style quotes when it could be misread.
    private static func quoted(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
        if plain { return path }
        var result = "\""
        for byte in path.utf8 {
            switch byte {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let octal = String(byte, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            }
        }
        return result + "\""
    }
}
