/// Steps over the values of compact, valid JSON: what this program has written itself.
struct JSONScanner {
    private var rest: ArraySlice<UInt8>

    init(_ json: ArraySlice<UInt8>) {
        rest = json
    }

    /// Steps over one byte: an opening bracket.
    mutating func step() {
        rest = rest.dropFirst()
    }

    /// The next value, over a separator before it; nil at a closing bracket or the end.
    mutating func element() -> ArraySlice<UInt8>? {
        if let first = rest.first, first == UInt8(ascii: ",") || first == UInt8(ascii: ":") {
            step()
        }
        guard let first = rest.first, first != UInt8(ascii: "]"), first != UInt8(ascii: "}") else {
            return nil
        }
        let end =
            switch first {
            case UInt8(ascii: "\""): endOfString(rest.startIndex)
            case UInt8(ascii: "{"), UInt8(ascii: "["): endOfBrackets()
            default: endOfScalar()
            }
        let value = rest[..<end]
        rest = rest[end...]
        return value
    }

    private func endOfString(_ start: Int) -> Int {
        var index = start + 1
        while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") {
            index += rest[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, rest.endIndex)
    }

    private func endOfScalar() -> Int {
        rest.firstIndex { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
        } ?? rest.endIndex
    }

    private func endOfBrackets() -> Int {
        var depth = 0
        var index = rest.startIndex
        while index < rest.endIndex {
            switch rest[index] {
            case UInt8(ascii: "\""):
                index = endOfString(index)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return rest.endIndex
    }
}
