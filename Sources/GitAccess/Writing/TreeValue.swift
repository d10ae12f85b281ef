import GitModel

/// What a tree has at a name.
struct TreeValue: Equatable {
    /// In octal digits, as git writes it.
    let mode: [UInt8]
    let id: ObjectID

    static func file(_ id: ObjectID) -> TreeValue {
        TreeValue(mode: Array("100644".utf8), id: id)
    }

    static func folder(_ id: ObjectID) -> TreeValue {
        TreeValue(mode: Array("40000".utf8), id: id)
    }

    /// Only folders have a mode of five digits.
    var isFolder: Bool { mode.count == 5 }
    var isRegularFile: Bool { mode.starts(with: "100".utf8) }

    /// The entry of a name, as a tree object holds it.
    func entry(of name: [UInt8]) -> [UInt8] {
        mode + [UInt8(ascii: " ")] + name + [0] + id.bytes
    }
}
