import GitModel
import Yams

extension ConfigurationReader {
    /// The fields of a mapping by key; notes unknown and missing keys.
    mutating func fields(
        _ node: Node, of section: String, known: [String], required: [String] = []
    ) -> [String: Node] {
        guard case .mapping(let mapping) = node else {
            note(node, "\(section) must be a mapping with the keys \(known.list)")
            return [:]
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, known.contains(name) else {
                let name = key.scalar?.string ?? "?"
                note(
                    key,
                    "unknown key \(Suggestion.quoted(name)) in \(section)"
                        + Suggestion.among(known, for: name))
                continue
            }
            if isNull(value) {
                note(key, "\(name) has no value")
            }
            fields[name] = value
        }
        for name in required where fields[name] == nil {
            note(node, "\(section) needs the key \(name)")
        }
        return fields.filter { !isNull($0.value) }
    }

    func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    mutating func list(
        _ node: Node, _ key: String, limit: Int, mayBeEmpty: Bool = false
    ) -> [Node]? {
        guard case .sequence(let items) = node else {
            note(node, "\(key) must be a list, such as [a, b]")
            return nil
        }
        if items.isEmpty && !mayBeEmpty { note(node, "\(key) must not be empty") }
        if items.count > limit { note(node, "\(key) has over \(limit) items") }
        return Array(items.prefix(limit))
    }

    mutating func words(_ node: Node, _ key: String, limit: Int) -> [String] {
        (list(node, key, limit: limit) ?? []).compactMap { word($0, key) }
    }

    /// A text that is not empty and can be an argument.
    mutating func word(_ node: Node, _ key: String) -> String? {
        guard case .scalar(let scalar) = node, !isNull(node) else {
            note(node, "\(key) must hold texts only")
            return nil
        }
        let text = scalar.string
        guard !text.isEmpty else {
            note(node, "\(key) must not hold an empty text")
            return nil
        }
        guard text.utf8.count <= Limits.wordBytes, !text.utf8.contains(0) else {
            note(node, "\(key) holds a NUL or over \(Limits.wordBytes) bytes")
            return nil
        }
        return text
    }

    mutating func number(_ node: Node, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = node, scalar.style == .plain,
            let number = Int(scalar.string), range.contains(number)
        else {
            note(
                node,
                "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func duration(
        _ node: Node, _ key: String, _ range: ClosedRange<Duration>
    ) -> Duration? {
        guard case .scalar(let scalar) = node, let duration = DurationText.parse(scalar.string)
        else {
            note(node, "\(key) must be a number with a unit, such as 500ms, 10s, 5m, 24h or 7d")
            return nil
        }
        guard range.contains(duration) else {
            note(node, "\(key) must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return duration
    }
}

extension [String] {
    fileprivate var list: String { joined(separator: ", ") }
}
