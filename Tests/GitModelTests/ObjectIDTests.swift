import GitModel
import Testing

@Suite("Object names")
struct ObjectIDTests {
    private let hex = "0123456789abcdef0123456789abcdef01234567"

    @Test func hexComesBackAsItWas() throws {
        let id = try #require(ObjectID(hex: hex))
        #expect(id.hex == hex)
        #expect(id.bytes.count == ObjectID.byteCount)
        #expect(id.bytes.first == 0x01)
        #expect(id.bytes.last == 0x67)
        #expect(id.bytes.withUnsafeBytes { ObjectID(bytes: $0) } == id)
    }

    @Test func capitalsAreReadAndWrittenSmall() throws {
        #expect(try #require(ObjectID(hex: hex.uppercased())).hex == hex)
    }

    @Test(
        "not forty hexadecimal digits → no name",
        arguments: [
            "", "0", String(repeating: "0", count: 39), String(repeating: "0", count: 41),
            String(repeating: "g", count: 40), String(repeating: "０", count: 40),
            " " + String(repeating: "0", count: 39),
        ])
    func refuses(_ text: String) {
        #expect(ObjectID(hex: text) == nil)
        #expect(CommitID(hex: text) == nil)
    }

    @Test func orderIsThatOfTheHexadecimalNames() throws {
        let names = [
            "0000000000000000000000000000000000000001",
            "0000000000000001000000000000000000000000",
            "00ffffffffffffffffffffffffffffffffffffff",
            "ff00000000000000000000000000000000000000",
        ]
        let ids = try names.map { try #require(ObjectID(hex: $0)) }
        #expect(ids.shuffled().sorted().map(\.hex) == names)
    }
}
