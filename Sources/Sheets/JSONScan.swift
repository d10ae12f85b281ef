/// Walks over compact JSON that this module wrote, without recursion.
struct JSONScan {
    private let json: ArraySlice<UInt8>
    private var index: Int

    init(_ json: ArraySlice<UInt8>) {
        self.json = json
        index = json.startIndex
    }

    /// Returns the value of a key (as JSON, with quotes) of the table the scan stands at.
    mutating func member(_ key: [UInt8]) -> ArraySlice<UInt8>? {
        guard take(UInt8(ascii: "{")) else { return nil }
        while index < json.endIndex, json[index] == UInt8(ascii: "\"") {
            let name = value()
            guard take(UInt8(ascii: ":")) else { return nil }
            let value = value()
            if value.isEmpty { return nil }
            if name.elementsEqual(key) { return value }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
        return nil
    }

    /// Returns the elements of the array the scan stands at.
    mutating func elements() -> [ArraySlice<UInt8>] {
        guard take(UInt8(ascii: "[")) else { return [] }
        var found: [ArraySlice<UInt8>] = []
        while index < json.endIndex, json[index] != UInt8(ascii: "]") {
            found.append(value())
            guard take(UInt8(ascii: ",")) else { break }
        }
        return found
    }

    /// Moves over one value, whatever its depth, by counting brackets outside strings.
    private mutating func value() -> ArraySlice<UInt8> {
        let start = index
        var depth = 0
        while index < json.endIndex {
            switch json[index] {
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return json[start..<index] }
                depth -= 1
                index += 1
                if depth == 0 { return json[start..<index] }
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                if depth == 0 { return json[start..<index] }
                index += 1
            default: index += 1
            }
        }
        return json[start..<index]
    }

    private mutating func skipString() {
        index += 1
        while index < json.endIndex {
            let byte = json[index]
            index += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        index = json.endIndex
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < json.endIndex, json[index] == byte else { return false }
        index += 1
        return true
    }
}
