import Foundation
import JSONModel
import Testing

@Suite("JSON as written") struct JSONWriteTests {
    @Test func writesCompactTextInTheGivenOrder() {
        let value = JSON.object([
            "z": 1, "a": .array([nil, true, 1.5, "x"]), "e": .object([JSON.Member]()),
        ])
        #expect(
            String(decoding: value.bytes, as: UTF8.self)
                == #"{"z":1,"a":[null,true,1.5,"x"],"e":{}}"#)
    }

    @Test func escapesWhatMustBeEscaped() {
        let text = String(String.UnicodeScalarView((0..<0x20).compactMap(UnicodeScalar.init)))
        let value = JSON.string(text + "\"\\/é😀\u{2028}")
        let written = value.bytes
        #expect(!written.contains { $0 < 0x20 })
        let read = try? JSONDecoder().decode(String.self, from: Data(written))
        #expect(read == text + "\"\\/é😀\u{2028}")
    }

    /// Foundation's reader is the oracle: every double comes back as it was.
    @Test(arguments: [
        0.1, 1e21, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 123456789.125,
        1e16,
    ])
    func writesDoublesThatAreReadBack(value: Double) throws {
        let read = try JSONDecoder().decode(
            [Double].self, from: Data(JSON.array([.number(value)]).bytes))
        #expect(read == [value])
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func writesNullForWhatJSONHasNoWordFor(value: Double) {
        #expect(JSON.number(value).bytes == Array("null".utf8))
    }

    @Test func clampsCountsThatAreTooLarge() {
        #expect(JSON.count(UInt64.max) == .integer(.max))
        #expect(JSON.count(-3) == -3)
    }
}
