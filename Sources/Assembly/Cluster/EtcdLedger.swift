import Cluster
import Hooks

/// The ledger of a cluster's jobs, written only while this node leads.
///
/// Below the ledger's key, `head` names the generation that counts, and `<generation>/<number>` are
/// its parts, of whole lines. Another content is a generation of its own, which `head` goes over to
/// once it is whole; so whoever reads sees the one or the other.
actor EtcdLedger: LedgerStore {
    /// Lines that were there when it was opened.
    private let found: [UInt8]
    private let client: EtcdClient
    private let key: String
    private let lead: EtcdLead
    private var generation: Int64
    /// The newest generation that was begun, whole or not.
    private var begun: Int64
    /// The part that lines are added to, and its number.
    private var part: [UInt8] = []
    private var number = 0
    private var size: Int

    /// Reads what the node that led before has left.
    init(_ client: EtcdClient, _ keys: ClusterKeys, as lead: EtcdLead) async throws(EtcdError) {
        let contents = try await Self.contents(client, keys)
        self.client = client
        key = keys.ledger
        self.lead = lead
        found = contents.lines
        size = contents.lines.count
        (generation, begun) = (contents.generation, contents.begun)
        // What is added stands in parts of its own.
        number = contents.parts
    }

    /// All lines of the ledger, as anyone may read them.
    static func lines(_ client: EtcdClient, _ keys: ClusterKeys) async throws(EtcdError) -> [UInt8]
    {
        try await contents(client, keys).lines
    }

    // MARK: LedgerStore

    func read() -> [UInt8] { found }

    func append(_ lines: [UInt8]) async throws(LedgerError) -> Int {
        if part.count + lines.count > Limits.ledgerPart { next() }
        for (index, piece) in Self.pieces(of: part + lines).enumerated() {
            if index > 0 { next() }
            part = piece
            try await change([.put(key: name(generation, number), value: text(piece))])
        }
        size += lines.count
        return size
    }

    func replace(with lines: [UInt8]) async throws(LedgerError) {
        begun += 1
        let new = begun
        for (number, piece) in Self.pieces(of: lines).enumerated() {
            try await change([.put(key: name(new, number), value: text(piece))])
        }
        try await change([
            .put(key: key + "head", value: Self.digits(new)),
            // Digits stand before letters: this leaves `head`, and what was set aside.
            .deleteRange(from: key + "0", to: "\(key)\(Self.digits(new))/"),
        ])
        generation = new
        size = lines.count
        part = []
        number = Self.pieces(of: lines).count
    }

    func setAside() async throws(LedgerError) -> String {
        let place = "\(key)set-aside/\(lead.revision)/"
        for (number, piece) in Self.pieces(of: found).enumerated() {
            try await change([.put(key: place + Self.digits(Int64(number)), value: text(piece))])
        }
        return place
    }

    // MARK: Parts

    private struct Contents {
        var lines: [UInt8] = []
        var generation: Int64 = 0
        var begun: Int64 = 0
        /// The number behind the last part's.
        var parts = 0
    }

    private static func contents(
        _ client: EtcdClient, _ keys: ClusterKeys
    ) async throws(EtcdError) -> Contents {
        let (entries, _) = try await client.entries(under: keys.ledger, page: Limits.ledgerPage)
        var contents = Contents()
        for entry in entries where entry.key == keys.ledger + "head" {
            contents.generation = Int64(entry.value) ?? 0
        }
        for entry in entries {
            let names = entry.key.dropFirst(keys.ledger.count).split(separator: "/")
            guard names.count == 2, let generation = Int64(names[0]), let number = Int(names[1])
            else { continue }
            contents.begun = max(contents.begun, generation)
            guard generation == contents.generation else { continue }
            contents.lines += Array(entry.value.utf8)
            contents.parts = number + 1
        }
        contents.begun = max(contents.begun, contents.generation)
        return contents
    }

    private func next() {
        number += 1
        part = []
    }

    private func name(_ generation: Int64, _ number: Int) -> String {
        "\(key)\(Self.digits(generation))/\(Self.digits(Int64(number)))"
    }

    /// So many that the order of keys is that of numbers.
    private static func digits(_ number: Int64) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 19 - text.count)) + text
    }

    /// Whole lines in pieces that a request can hold; a line longer than that is a piece.
    private static func pieces(of lines: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < lines.count {
            let limit = min(start + Limits.ledgerPiece, lines.count)
            let newline = UInt8(ascii: "\n")
            let end =
                lines[start..<limit].lastIndex(of: newline)
                ?? lines[limit...].firstIndex(of: newline) ?? lines.count - 1
            pieces.append(Array(lines[start...end]))
            start = end + 1
        }
        return pieces
    }

    private func text(_ lines: [UInt8]) -> String { String(decoding: lines, as: UTF8.self) }

    /// Carries out changes if this node still leads.
    private func change(_ changes: [EtcdChange]) async throws(LedgerError) {
        let isDone: Bool
        do throws(EtcdError) {
            isDone = try await client.change(changes, if: [lead.condition])
        } catch {
            throw LedgerError(description: error.message)
        }
        guard isDone else {
            throw LedgerError(description: "this node no longer leads the cluster")
        }
    }
}
