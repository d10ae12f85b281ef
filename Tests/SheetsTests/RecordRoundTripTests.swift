import JSONModel
import Testing

@testable import Sheets

@Suite("A record as it is served, sent back") struct RecordRoundTripTests {
    /// Every kind of value comes back as it was stored, and so do the bytes.
    @Test(arguments: 0..<8)
    func changesNothing(batch: UInt64) throws {
        let sheet = try sheet(path: "${{ slug }}")
        var random = RandomTables(seed: 0x5EED + batch)
        for round in 0..<250 {
            var stored = random.table()
            stored["slug"] = .string("x")
            let bytes = try sheet.bytes(of: stored)
            let served = try record(bytes, at: "x", of: sheet).json
            #expect(stored.json == served)
            let body = try JSON.parse(served)
            let put = try sheet.fields(putting: body, over: stored, at: "x")
            #expect(put == stored, "batch \(batch), round \(round)")
            #expect(try sheet.bytes(of: put) == bytes)
            let patched = try sheet.fields(patching: body, of: stored, at: "x")
            #expect(patched == stored, "batch \(batch), round \(round)")
            let empty = try sheet.fields(patching: .object([JSON.Member]()), of: stored, at: "x")
            #expect(empty == stored)
        }
    }

    /// Without stored types, what JSON tells comes back: it is served the same.
    @Test func newRecordsAreServedAsTheyWereSent() throws {
        let sheet = try sheet(path: "${{ slug }}")
        var random = RandomTables(seed: 7)
        for _ in 0..<500 {
            var sent = random.table()
            sent["slug"] = .string("x")
            let body = try JSON.parse(sent.json)
            let fields = try sheet.fields(putting: body, over: nil, at: nil)
            let served = try record(sheet.bytes(of: fields), at: "x", of: sheet).json
            #expect(served == sent.json)
        }
    }

    /// A merge patch gives what RFC 7396 says it gives, whatever types are kept on the way.
    @Test func patchesMergeAsTheStandardSays() throws {
        let sheet = try sheet(path: "${{ slug }}")
        var random = RandomTables(seed: 11)
        for round in 0..<1_000 {
            var stored = random.table()
            stored["slug"] = .string("x")
            let patch = Self.removingSome(try JSON.parse(random.table().json), &random)
            let merged = try sheet.fields(patching: patch, of: stored, at: "x")
            let wanted = Self.merge(patch, into: try JSON.parse(stored.json))
            #expect(
                try Self.plain(JSON.parse(merged.json)) == Self.plain(wanted), "round \(round)")
        }
    }

    /// The pseudocode of RFC 7396, section 2.
    private static func merge(_ patch: JSON, into target: JSON?) -> JSON {
        guard case .object(let members) = patch else { return patch }
        var merged: [JSON.Member] = []
        if case .object(let old)? = target { merged = old }
        for member in members {
            let place = merged.firstIndex { $0.key.utf8.elementsEqual(member.key.utf8) }
            if case .null = member.value {
                if let place { merged.remove(at: place) }
            } else {
                let value = merge(member.value, into: place.map { merged[$0].value })
                if let place {
                    merged[place] = JSON.Member(member.key, value)
                } else {
                    merged.append(JSON.Member(member.key, value))
                }
            }
        }
        return .object(merged)
    }

    private static func removingSome(_ json: JSON, _ random: inout RandomTables) -> JSON {
        guard case .object(let members) = json else { return json }
        return .object(
            members.map { member in
                Int.random(in: 0..<4, using: &random) == 0
                    ? JSON.Member(member.key, .null)
                    : JSON.Member(member.key, removingSome(member.value, &random))
            })
    }

    /// One spelling for what means the same: keys in order, all numbers as floats.
    private static func plain(_ json: JSON) -> JSON {
        switch json {
        case .integer(let number): .number(Double(number))
        case .array(let items): .array(items.map(plain))
        case .object(let members):
            .object(
                members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { JSON.Member($0.key, plain($0.value)) })
        default: json
        }
    }
}
