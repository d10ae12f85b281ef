/// The way to a value of a record, written as a JSON pointer (RFC 6901).
struct FieldPointer: Hashable, CustomStringConvertible {
    private(set) var description: String

    /// Keys of tables, from the record down; none is the record itself.
    init(_ keys: [String] = []) {
        description = ""
        for key in keys { append(key) }
    }

    /// The place of one member of the table here.
    func member(_ key: String) -> FieldPointer {
        var pointer = self
        pointer.append(key)
        return pointer
    }

    /// The place of one element of the array here; counts from 0.
    func element(_ index: Int) -> FieldPointer {
        member(String(index))
    }

    /// The keys of a JSON pointer as UTF-8, its escapes undone.
    static func keyBytes(of pointer: String) -> [[UInt8]] {
        pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .dropFirst()
            .map { token in
                var key: [UInt8] = []
                var isEscape = false
                for byte in token {
                    if isEscape {
                        key.append(UInt8(ascii: byte == UInt8(ascii: "0") ? "~" : "/"))
                        isEscape = false
                    } else if byte == UInt8(ascii: "~") {
                        isEscape = true
                    } else {
                        key.append(byte)
                    }
                }
                return key
            }
    }

    /// By bytes: `Character` would see `/` and an accent behind it as one.
    private mutating func append(_ key: String) {
        var token: [UInt8] = [UInt8(ascii: "/")]
        for byte in key.utf8 {
            switch byte {
            case UInt8(ascii: "~"): token.append(contentsOf: "~0".utf8)
            case UInt8(ascii: "/"): token.append(contentsOf: "~1".utf8)
            default: token.append(byte)
            }
        }
        description += String(decoding: token, as: UTF8.self)
    }
}
