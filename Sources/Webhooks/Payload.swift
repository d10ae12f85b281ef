import JSONModel

/// One object of a payload, read field by field; what is missing or of another kind is an error.
struct Payload {
    private let json: JSON
    /// Where the object is, such as `push.changes.new.`; empty for the body.
    private let place: String

    /// `place`: the object's own name; the body has none.
    init(_ json: JSON?, _ place: String = "") throws(PayloadError) {
        guard let json, case .object = json else {
            throw PayloadError(message: place.isEmpty ? "not an object" : "no object `\(place)`")
        }
        self.json = json
        self.place = place.isEmpty ? "" : place + "."
    }

    /// The field's value; nil when it is missing or null. A key given twice is an error: readers
    /// of JSON do not agree on which of the two counts.
    func value(_ key: String) throws(PayloadError) -> JSON? {
        guard case .object(let members) = json else { return nil }
        var found: JSON?
        for member in members where member.key == key {
            guard found == nil else { throw error("`\(place)\(key)` came twice") }
            found = member.value
        }
        return found == .null ? nil : found
    }

    func object(_ key: String) throws(PayloadError) -> Payload {
        try Payload(try value(key), place + key)
    }

    /// The objects of an array.
    func objects(_ key: String) throws(PayloadError) -> [Payload] {
        guard case .array(let items) = try value(key) else {
            throw error("`\(place)\(key)` is not an array")
        }
        var objects: [Payload] = []
        for item in items { objects.append(try Payload(item, place + key)) }
        return objects
    }

    func text(_ key: String) throws(PayloadError) -> String {
        guard let text = try optionalText(key) else { throw error("no text `\(place)\(key)`") }
        return text
    }

    func optionalText(_ key: String) throws(PayloadError) -> String? {
        guard let value = try value(key) else { return nil }
        guard case .string(let text) = value else {
            throw error("`\(place)\(key)` is not a text")
        }
        return text
    }

    /// False when missing.
    func flag(_ key: String) throws(PayloadError) -> Bool {
        switch try value(key) {
        case nil: return false
        case .bool(let flag): return flag
        default: throw error("`\(place)\(key)` is neither true nor false")
        }
    }

    /// A name as sent: 1 to `Limits.nameBytes` bytes, no control character.
    func name(_ key: String) throws(PayloadError) -> String {
        try checked(try text(key), key)
    }

    /// As `name`, for a name that was put together or cut out of `key`.
    func checked(_ name: String, _ key: String) throws(PayloadError) -> String {
        guard (1...Limits.nameBytes).contains(name.utf8.count),
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw error("`\(place)\(key)` is no name") }
        return name
    }

    /// A commit's 40 or 64 hexadecimal digits, in lower case.
    func commit(_ key: String) throws(PayloadError) -> String {
        let text = try text(key)
        guard [40, 64].contains(text.utf8.count),
            text.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
        else { throw error("`\(place)\(key)` is not a commit id") }
        return text.lowercased()
    }

    private func error(_ message: String) -> PayloadError { PayloadError(message: message) }
}
