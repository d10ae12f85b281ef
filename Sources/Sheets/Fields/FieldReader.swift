import JSONModel

/// Turns the JSON of a record that is to be written into fields.
///
/// The types are those of the stored values where the JSON can be read as one (`TypeModel`); what
/// is new has the type it is written as.
struct FieldReader {
    /// In the order they were found, at most `Limits.schemaProblems`.
    private(set) var problems: [FieldProblem] = []
    private var count = 0

    /// Returns the fields of a whole record.
    static func fields(
        putting json: JSON, over stored: TOMLTable?
    ) throws(RecordRefusal) -> TOMLTable {
        var reader = FieldReader()
        let table = reader.table(
            try members(of: json), model: TypeModel(stored.map(TOMLValue.table)),
            at: FieldPointer(), depth: 0)
        return try reader.checked(table)
    }

    /// Returns the fields of a record after a merge patch (RFC 7396).
    static func fields(
        patching json: JSON, of stored: TOMLTable
    ) throws(RecordRefusal) -> TOMLTable {
        var reader = FieldReader()
        let table = reader.merge(try members(of: json), into: stored, at: FieldPointer(), depth: 0)
        return try reader.checked(table)
    }

    private static func members(of json: JSON) throws(RecordRefusal) -> [JSON.Member] {
        guard case .object(let members) = json else {
            throw RecordRefusal(
                FieldProblem([], "a record is an object of fields, this is \(json.kindName)"))
        }
        return members
    }

    private func checked(_ table: TOMLTable) throws(RecordRefusal) -> TOMLTable {
        guard problems.isEmpty else { throw RecordRefusal(problems: problems) }
        return table
    }

    private mutating func merge(
        _ members: [JSON.Member], into stored: TOMLTable, at pointer: FieldPointer, depth: Int
    ) -> TOMLTable {
        var merged: [TOMLTable.Entry] = []
        var kept = stored.entries[...]
        for member in sorted(members, at: pointer) {
            while let entry = kept.first,
                entry.key.utf8.lexicographicallyPrecedes(member.key.utf8)
            {
                merged.append(entry)
                kept.removeFirst()
            }
            var old: TOMLValue?
            if let entry = kept.first, entry.key.utf8.elementsEqual(member.key.utf8) {
                old = entry.value
                kept.removeFirst()
            }
            let place = pointer.member(member.key)
            let value: TOMLValue?
            if case .object(let inner) = member.value, case .table(let table) = old,
                admits(depth: depth + 1, at: place)
            {
                value = .table(merge(inner, into: table, at: place, depth: depth + 1))
            } else {
                value = self.value(member.value, model: TypeModel(old), at: place, depth: depth + 1)
            }
            if let value { merged.append(TOMLTable.Entry(key: member.key, value: value)) }
        }
        return TOMLTable(sorted: merged + kept)
    }

    private mutating func table(
        _ members: [JSON.Member], model: TypeModel, at pointer: FieldPointer, depth: Int
    ) -> TOMLTable {
        var entries: [TOMLTable.Entry] = []
        entries.reserveCapacity(members.count)
        for member in sorted(members, at: pointer) {
            let value = value(
                member.value, model: model.member(member.key), at: pointer.member(member.key),
                depth: depth + 1)
            if let value { entries.append(TOMLTable.Entry(key: member.key, value: value)) }
        }
        return TOMLTable(sorted: entries)
    }

    /// In the order of the keys' bytes, each key once.
    private mutating func sorted(
        _ members: [JSON.Member], at pointer: FieldPointer
    ) -> [JSON.Member] {
        var sorted: [JSON.Member] = []
        sorted.reserveCapacity(members.count)
        let ordered = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for member in ordered {
            if let last = sorted.last, last.key.utf8.elementsEqual(member.key.utf8) {
                refuse(pointer.member(member.key), "the key is there more than once")
            } else {
                sorted.append(member)
            }
        }
        return sorted
    }

    private mutating func array(
        _ items: [JSON], model: TypeModel, at pointer: FieldPointer, depth: Int
    ) -> [TOMLValue] {
        var models = model.elements
        var values: [TOMLValue] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let place = pointer.element(index)
            if case .null = item {
                refuse(place, "TOML has no null, an array cannot hold one")
                continue
            }
            let model = models.model(at: index, isContainer: item.isContainer)
            guard let value = value(item, model: model, at: place, depth: depth + 1) else {
                continue
            }
            values.append(value)
        }
        return values
    }

    /// Returns nil for null, which removes a key, and for what is refused.
    private mutating func value(
        _ json: JSON, model: TypeModel, at pointer: FieldPointer, depth: Int
    ) -> TOMLValue? {
        count += 1
        guard count <= Limits.values else {
            if count == Limits.values + 1 {
                refuse(FieldPointer(), "a record has at most \(Limits.values) values")
            }
            return nil
        }
        switch json {
        case .null: return nil
        case .bool(let flag): return .boolean(flag)
        case .string(let text): return .string(text, like: model.example)
        case .integer(let number): return .integer(number, like: model.example)
        case .number(let number): return .number(number, like: model.example)
        case .wideInteger(let digits):
            if case .float = model.example, let number = Double(digits), number.isFinite {
                return .float(number)
            }
            refuse(pointer, "the integer does not fit in 64 bits; with a point it is a float")
            return nil
        case .array(let items):
            guard admits(depth: depth, at: pointer) else { return nil }
            return .array(array(items, model: model, at: pointer, depth: depth))
        case .object(let members):
            guard admits(depth: depth, at: pointer) else { return nil }
            return .table(table(members, model: model, at: pointer, depth: depth))
        }
    }

    private mutating func admits(depth: Int, at pointer: FieldPointer) -> Bool {
        if depth <= Limits.nesting { return true }
        refuse(pointer, "nested deeper than \(Limits.nesting) levels")
        return false
    }

    private mutating func refuse(_ pointer: FieldPointer, _ reason: String) {
        guard problems.count < Limits.schemaProblems else { return }
        problems.append(FieldProblem(pointer: pointer.description, reason: reason))
    }
}

extension JSON {
    /// What the value is, for messages.
    fileprivate var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .wideInteger, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    fileprivate var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
