import Foundation

/// Where a listing goes on, as an opaque text.
///
/// The text is base64url of: version, check sum, what it is bound to (sheet and sort), and the
/// position of the last record answered. The check sum is against mistakes, not against forgery:
/// a cursor gives no right to anything.
struct SheetCursor: Equatable {
    private static let version: UInt8 = 1
    private static let headBytes = 1 + 8 + 8

    let position: SheetPosition

    init(position: SheetPosition) {
        self.position = position
    }

    /// Nil when the text was not issued by `text(sheet:sort:)` for this very sheet and sort.
    init?(_ text: String, sheet: String, sort: String?) {
        guard text.utf8.count <= Limits.cursorBytes, let bytes = Self.decode(text),
            bytes.count > Self.headBytes, bytes[0] == Self.version
        else { return nil }
        let body = Array(bytes[Self.headBytes...])
        let head = Self.head(body: body, sheet: sheet, sort: sort)
        guard Array(bytes[..<Self.headBytes]) == head,
            let position = SheetPosition(encoded: body)
        else { return nil }
        self.position = position
    }

    /// The cursor as it is handed out.
    func text(sheet: String, sort: String?) -> String {
        let body = position.encoded
        let bytes = Self.head(body: body, sheet: sheet, sort: sort) + body
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func head(body: [UInt8], sheet: String, sort: String?) -> [UInt8] {
        let binding = hash(Array(sheet.utf8) + [0] + Array((sort ?? "").utf8))
        return [version] + hash(binding + body) + binding
    }

    private static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let standard = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        return Data(base64Encoded: standard).map { Array($0) }
    }

    /// FNV-1a, 64 bits, most significant byte first.
    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
