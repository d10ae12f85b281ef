import Synchronization

/// The drawn commits and their ids: hashes become names again before anyone reads them.
package final class CommitBook: Sendable {
    /// What a replay keeps of the commit it replays.
    struct Signature: Sendable, Hashable {
        let author: String
        let message: String
    }

    /// Id of each drawn commit.
    package let ids: [CommitName: String]
    /// `gen` of the stamped records of each drawn commit that has any.
    package let stamps: [String: Int]
    private let names: [String: CommitName]
    private let signatures: Mutex<[String: Signature]>
    private let replays = Mutex<[String: CommitName]>([:])
    private let captured = Mutex<[String: String]>([:])

    init(ids: [CommitName: String], stamps: [CommitName: Int], signatures: [String: Signature]) {
        self.ids = ids
        names = Dictionary(ids.map { ($0.value, $0.key) }) { first, second in min(first, second) }
        var byID: [String: Int] = [:]
        for (name, stamp) in stamps { if let id = ids[name] { byID[id] = stamp } }
        self.stamps = byID
        self.signatures = Mutex(signatures)
    }

    /// The name of a drawn commit or of one known to be a replay.
    package func name(of id: String) -> String? {
        names[id]?.text ?? replays.withLock { $0[id].map { $0.text + "'" } }
    }

    /// Calls a commit without a name by what it was captured as; the first capture stays.
    func call(_ id: String, _ capture: CaptureReference) {
        guard Self.isID(id), name(of: id) == nil else { return }
        captured.withLock { $0[id] = $0[id] ?? capture.description }
    }

    private static func isID(_ text: String) -> Bool {
        text.count == 40 && text.allSatisfy(\.isHexDigit)
    }

    /// What a commit without a name is called.
    static let nameless = "a commit not drawn"

    /// `C (3f2a91c)`; a commit that is not drawn is `$w1 (3f2a91c)` when it was captured, else it
    /// has no name and says so.
    package func describe(_ id: String?) -> String {
        guard let id else { return "absent" }
        guard Self.isID(id) else { return id }
        let called = name(of: id) ?? captured.withLock { $0[id] }
        return "\(called ?? Self.nameless) (\(id.prefix(7)))"
    }

    /// Replaces every id in a text.
    package func describe(in text: String) -> String {
        var text = text
        for (id, name) in names { text = text.replacing(id, with: "\(name) (\(id.prefix(7)))") }
        for (id, name) in captured.withLock({ $0 }) {
            text = text.replacing(id, with: "\(name) (\(id.prefix(7)))")
        }
        return recalled(text)
    }

    /// Words from before a commit was captured, with what it is called since.
    package func recalled(_ text: String) -> String {
        guard text.contains(Self.nameless) else { return text }
        return captured.withLock { $0 }.reduce(text) { text, commit in
            let short = commit.key.prefix(7)
            return text.replacing("\(Self.nameless) (\(short))", with: "\(commit.value) (\(short))")
        }
    }

    /// True when the commit replays the drawn one: same author, date and message, another id.
    func isReplay(_ id: String, of name: CommitName, signature: Signature?) -> Bool {
        guard let original = ids[name.original], id != original, let signature,
            signatures.withLock({ $0[original] }) == signature
        else { return false }
        replays.withLock { $0[id] = name.original }
        return true
    }

    func signature(of id: String) -> Signature? { signatures.withLock { $0[id] } }

    func remember(_ signature: Signature, of id: String) {
        signatures.withLock { $0[id] = signature }
    }
}
