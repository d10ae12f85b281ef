import Foundation
import JSONModel
import Logging
import Testing

@testable import Assembly

@Suite("A log line") struct LogLineTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let value: Logger.MetadataValue
        let json: JSON
        var testDescription: String { "\(value)" }
    }

    @Test(arguments: [
        Row(value: "text", json: "text"), Row(value: .stringConvertible(true), json: true),
        Row(value: .stringConvertible(7), json: 7), Row(value: .stringConvertible(-7), json: -7),
        Row(value: .stringConvertible(UInt64.max), json: .integer(.max)),
        Row(value: .stringConvertible(UInt8(3)), json: 3),
        Row(value: .stringConvertible(1.5), json: 1.5),
        Row(value: .stringConvertible(Character("x")), json: "x"),
        Row(value: .array(["a", .stringConvertible(1)]), json: .array(["a", 1])),
        Row(
            value: .dictionary(["b": .stringConvertible(false), "a": "x"]),
            json: .object(["a": "x", "b": false])),
    ])
    func keepsTheTypesOfItsFields(row: Row) {
        #expect(LogLine.json(row.value) == row.json)
    }

    @Test func timesAreInUTCWithMilliseconds() throws {
        let text = LogLine.timestamp()
        #expect(text.hasSuffix("Z"))
        let time = try Date(
            text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        #expect(abs(time.timeIntervalSinceNow) < 60)
    }
}
