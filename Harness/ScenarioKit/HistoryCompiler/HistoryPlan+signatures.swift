/// Signature headers. `git fast-import` before 2.50 cannot write them, so that signed commits, and
/// whatever descends from them, are written anew after the import.
extension HistoryPlan {
    /// Commits whose objects must be rewritten after the import, parents first.
    package var resigned: [CommitName] {
        var result: [CommitName] = []
        var changed: Set<CommitName> = []
        for name in names {
            let parents = parents(of: name) ?? []
            guard signatures[name] != nil || parents.contains(where: changed.contains) else {
                continue
            }
            changed.insert(name)
            result.append(name)
        }
        return result
    }

    /// The object of a commit of `resigned` as it must be: `raw` (from `git cat-file`) with the
    /// parents' present ids and the signature after the other headers.
    package func resign(
        _ name: CommitName, raw: [UInt8], ids: [CommitName: String]
    ) -> [UInt8] {
        let lines = raw.split(separator: 0x0A, omittingEmptySubsequences: false)
        let end = lines.firstIndex { $0.isEmpty } ?? lines.endIndex
        let parents = (parents(of: name) ?? []).map { "parent \(ids[$0] ?? "")" }
        var header = lines[..<end].filter { !$0.starts(with: Array("parent ".utf8)) }
            .map { String(decoding: $0, as: UTF8.self) }
        header.insert(contentsOf: parents, at: 1)
        if let signature = signatures[name] {
            let body = signature.split(separator: "\n", omittingEmptySubsequences: false)
            let trimmed = body.last == "" ? body.dropLast() : body[...]
            header.append("gpgsig \(trimmed.joined(separator: "\n "))")
        }
        let tail = lines[end...].map { Array($0) }.joined(separator: [0x0A])
        return Array(header.joined(separator: "\n").utf8) + [0x0A] + tail
    }
}
