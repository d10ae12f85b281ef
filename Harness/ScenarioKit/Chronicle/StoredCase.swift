import Foundation

/// A case that an earlier run kept: what its checkers need, read from its folder.
package struct StoredCase: Sendable {
    /// The largest file that is read.
    private static let most = 2 * 1024 * 1024 * 1024

    package let folder: String
    package let facts: CaseFacts
    /// Reads by crew.
    package let reads: [String: [ReadRecord]]
    /// Calls of git by server.
    package let calls: [String: [GitCall]]
    /// How the run of it ended, when not well: `failed: step 2 of 2 …`.
    package var trouble: String?

    package init(
        folder: String, facts: CaseFacts, reads: [String: [ReadRecord]],
        calls: [String: [GitCall]]
    ) {
        self.folder = folder
        self.facts = facts
        self.reads = reads
        self.calls = calls
    }

    /// Reads the folder of a case.
    ///
    /// - Throws: `HarnessError.environment` when it holds no records, or records cut short.
    package static func read(_ folder: String) throws(HarnessError) -> StoredCase {
        guard let data = contents("\(folder)/facts.json"),
            let json = JSONText.parse(Array(data.drop { $0 == 10 }.prefix { $0 != 10 })),
            let facts = CaseFacts(json)
        else { throw .environment("\(folder) holds no facts of a case") }
        guard let history = contents("\(folder)/history.ndjson") else {
            throw .environment("\(folder) holds no history")
        }
        var calls: [String: [GitCall]] = [:]
        for server in facts.paces.keys {
            guard let log = contents("\(folder)/\(server).git.log") else {
                throw .environment("\(folder) holds no log of \(server)'s git")
            }
            calls[server] = GitCall.parse(String(decoding: log, as: UTF8.self))
        }
        var stored = StoredCase(
            folder: folder, facts: facts,
            reads: CaseRecords.reads(in: history, start: facts.start), calls: calls)
        stored.trouble = trouble(in: folder)
        return stored
    }

    private static func trouble(in folder: String) -> String? {
        guard let data = contents("\(folder)/verdict.json"),
            let json = JSONText.parse(Array(data)), let word = json["status"]?.text,
            let status = Verdict.Status(rawValue: word), !status.isGood
        else { return nil }
        let first = json["explanation"]?.items?.first?.text
        let ended = status == .failed ? "failed" : "was \(word)"
        return ended + (first.map { ": " + $0.trimmingCharacters(in: .whitespaces) } ?? "")
    }

    /// The cases a path holds: itself, or those in it when it is the folder of a run.
    package static func folders(in path: String) -> [String] {
        let files = FileManager.default
        if files.fileExists(atPath: "\(path)/facts.json") { return [path] }
        let names = (try? files.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { "\(path)/\($0)" }
            .filter { files.fileExists(atPath: "\($0)/facts.json") }
    }

    private static func contents(_ path: String) -> Data? {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
        guard let size, size <= most else { return nil }
        return FileManager.default.contents(atPath: path)
    }
}
